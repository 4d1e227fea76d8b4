"""The certificate with which a hall's network is served when none is given."""

from __future__ import annotations

import datetime
import ipaddress
import os
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# Apple's devices refuse a server certificate that runs longer than 398 days.
LIFETIME = datetime.timedelta(days=397)
RENEW_BEFORE = datetime.timedelta(days=30)


@dataclass(frozen=True)
class Certificate:
    """Paths of the certificate and its key, both PEM, and the SHA-256 that browsers show."""

    certificate: Path
    key: Path
    fingerprint: str


def local_addresses() -> list[str]:
    """This machine's addresses, the loopback ones included; without asking any other machine."""
    found = {"127.0.0.1", "::1"}
    try:
        said = subprocess.run(["hostname", "-I"], capture_output=True, text=True, check=True)
        found |= set(said.stdout.split())
    except (OSError, subprocess.CalledProcessError):
        try:
            answers = socket.getaddrinfo(socket.gethostname(), None)
        except socket.gaierror:
            answers = []
        found |= {str(answer[4][0]) for answer in answers}
    return sorted(address for address in found if "%" not in address)


def local_names() -> list[str]:
    """The names by which a hall's network may call this machine."""
    name = socket.gethostname()
    names = {"localhost", name, name.partition(".")[0] + ".local"}
    return sorted(entry for entry in names if entry.isascii() and entry)


def given_certificate(certificate: Path, key: Path) -> Certificate:
    """The association's own; raises ``ValueError`` or ``OSError`` when it cannot be read."""
    loaded = x509.load_pem_x509_certificate(certificate.read_bytes())
    key.read_bytes()
    return Certificate(certificate, key, _fingerprint(loaded))


def own_certificate(
    folder: Path, *, names: list[str], addresses: list[str], at: datetime.datetime
) -> Certificate:
    """The self-made certificate in ``folder``; made anew when it ends soon or a name is missing."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    paths = folder / "certificate.pem", folder / "key.pem"
    if all(path.exists() for path in paths):
        loaded = x509.load_pem_x509_certificate(paths[0].read_bytes())
        if _covers(loaded, names, addresses) and loaded.not_valid_after_utc - at > RENEW_BEFORE:
            return Certificate(*paths, _fingerprint(loaded))
    return Certificate(*paths, _fingerprint(_make(paths, names, addresses, at)))


def _covers(certificate: x509.Certificate, names: list[str], addresses: list[str]) -> bool:
    held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    held_addresses = {str(address) for address in held.get_values_for_type(x509.IPAddress)}
    return set(names) <= set(held.get_values_for_type(x509.DNSName)) and (
        {str(ipaddress.ip_address(address)) for address in addresses} <= held_addresses
    )


def _fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def _make(
    paths: tuple[Path, Path], names: list[str], addresses: list[str], at: datetime.datetime
) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0][:64])])
    alternatives: list[x509.GeneralName] = [x509.DNSName(name) for name in names]
    alternatives += [x509.IPAddress(ipaddress.ip_address(address)) for address in addresses]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # A day early: a phone whose clock lags would else refuse it.
        .not_valid_before(at - datetime.timedelta(days=1))
        .not_valid_after(at - datetime.timedelta(days=1) + LIFETIME)
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    paths[1].unlink(missing_ok=True)
    with open(os.open(paths[1], os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return certificate
