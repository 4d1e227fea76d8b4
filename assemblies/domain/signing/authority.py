"""The association's own authority for signatures: its certificate, those it issues, and its list of
revoked ones.

No licensed certification (电子签名法, 13): whoever trusts it compares its fingerprint with the one
printed in the minutes. Its key lies in the database, enciphered under the installation's secret: a
copy of the database alone signs nothing. A signer's key is made in memory for one signature and
forgotten with it; what is kept is the certificate.
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings
from django.db import transaction

from assemblies.errors import AuthorityKeyLost, AuthorityMissing
from assemblies.models import SigningAuthority, SigningCertificate
from bylaws.models import Association
from members.models import Person, User
from records.domain import log

STREAM = "signatures"
# Technical validity of certificates, no period of any rule: the authority outlasts a few terms. A
# signer's certificate lives as long, since readers of PDF ask whether it is valid today; its key is
# gone after one signature, so nothing else can be signed with it.

AUTHORITY_LIVES = timedelta(days=3653)
LIST_LIVES = timedelta(days=3653)
# Clocks of readers differ from ours.
SKEW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate with the key that only this process has."""

    row: SigningCertificate
    key: ec.EllipticCurvePrivateKey


def current_authority() -> SigningAuthority | None:
    """The authority that issues now; None before one was founded."""
    return SigningAuthority.objects.filter(is_current=True).first()


@transaction.atomic
def found_authority(*, by: User | None, at: datetime, anew: bool = False) -> SigningAuthority:
    """Found the association's authority. The one that stands stays, unless another takes its place
    (``anew``): it issues nothing more, and what it issued goes on being checked against it."""
    standing = SigningAuthority.objects.select_for_update().filter(is_current=True).first()
    if standing is not None and not anew:
        return standing
    if standing is not None:
        standing.is_current = False
        standing.save(update_fields=["is_current"])
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _self_signed(key, at)
    row = SigningAuthority.objects.create(
        certificate=_pem(certificate),
        sealed_key=_seal(key),
        fingerprint=fingerprint_of(certificate),
        made_at=at,
        expires_at=certificate.not_valid_after_utc,
    )
    payload = {"fingerprint": row.fingerprint}
    log.record(stream=STREAM, event="authority_founded", payload=payload, by=by, at=at)
    return row


def issue_certificate(*, person: Person, function: str, by: User | None, at: datetime) -> Issued:
    """A certificate for one signature, in the name of ``person``; ``function`` is told in it.

    Raises AuthorityMissing, AuthorityKeyLost. Called inside the transaction of the signature.
    """
    authority = current_authority()
    if authority is None or authority.expires_at <= at:
        raise AuthorityMissing
    root, root_key = certificate_of(authority), _unseal(authority)
    key = ec.generate_private_key(ec.SECP256R1())
    serial = x509.random_serial_number()
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _organization()),
            x509.NameAttribute(NameOID.COMMON_NAME, str(person)[:64]),
            *([x509.NameAttribute(NameOID.TITLE, function[:64])] if function else []),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, str(person.pk)),
        ]
    )
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(root.subject)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(at - SKEW)
        .not_valid_after(root.not_valid_after_utc)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(_issued_by(root), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    row = SigningCertificate.objects.create(
        authority=authority,
        person=person,
        serial=f"{serial:x}",
        certificate=_pem(built),
        issued_at=at,
        expires_at=built.not_valid_after_utc,
    )
    payload = {"serial": row.serial, "person": str(person.pk)}
    log.record(stream=STREAM, event="certificate_issued", payload=payload, by=by, at=at)
    return Issued(row, key)


@transaction.atomic
def revoke_certificate(
    *, certificate: SigningCertificate, reason: str, by: User | None, at: datetime
) -> SigningCertificate:
    """Put a certificate on the list of revoked ones: signatures with it are no longer accepted.
    Revoked already, it keeps its first reason."""
    row = SigningCertificate.objects.select_for_update().get(pk=certificate.pk)
    if row.revoked_at is not None:
        return row
    row.revoked_at, row.revocation = at, reason.strip()
    row.save(update_fields=["revoked_at", "revocation"])
    payload = {"serial": row.serial, "reason": row.revocation}
    log.record(stream=STREAM, event="certificate_revoked", payload=payload, by=by, at=at)
    return row


def revocation_list(authority: SigningAuthority, *, at: datetime) -> x509.CertificateRevocationList:
    """Every revoked certificate of ``authority`` as of ``at``, signed by it.

    A person's reason may be anything; in the list it stands as "unspecified", since such a code is
    all that readers understand.
    """
    root = certificate_of(authority)
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(at - SKEW)
        .next_update(at + LIST_LIVES)
        .add_extension(_issued_by(root), critical=False)
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
    )
    for row in authority.certificates.filter(revoked_at__isnull=False).order_by("revoked_at"):
        assert row.revoked_at is not None  # filtered
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(int(row.serial, 16))
            .revocation_date(row.revoked_at)
            .build()
        )
    return builder.sign(_unseal(authority), hashes.SHA256())


def certificate_of(row: SigningAuthority | SigningCertificate) -> x509.Certificate:
    return x509.load_pem_x509_certificate(row.certificate.encode())


def fingerprint_of(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, as openssl prints it without colons."""
    return hashlib.sha256(certificate.public_bytes(serialization.Encoding.DER)).hexdigest()


def _self_signed(key: ec.EllipticCurvePrivateKey, at: datetime) -> x509.Certificate:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, _organization()),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Signatures {at.astimezone(UTC):%Y-%m-%d}"),
        ]
    )
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - SKEW)
        .not_valid_after(at + AUTHORITY_LIVES)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(identifier, critical=False)
        .sign(key, hashes.SHA256())
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    """A signer's signs and commits to its content; an authority's signs certificates and lists."""
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=signs,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=not signs,
        crl_sign=not signs,
        encipher_only=False,
        decipher_only=False,
    )


def _issued_by(root: x509.Certificate) -> x509.AuthorityKeyIdentifier:
    identifier = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
    return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier.value)


def _organization() -> str:
    return str(Association.objects.get().name.zh or Association.objects.get().name)[:64]


def _pem(certificate: x509.Certificate) -> str:
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _cipher() -> Fernet:
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=b"signing authority").derive(
        settings.SECRET_KEY.encode()
    )
    return Fernet(b64encode(derived).replace(b"+", b"-").replace(b"/", b"_"))


def _seal(key: ec.EllipticCurvePrivateKey) -> str:
    plain = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return _cipher().encrypt(b64encode(plain)).decode()


def _unseal(authority: SigningAuthority) -> ec.EllipticCurvePrivateKey:
    """Raises AuthorityKeyLost where the installation's secret is another one by now."""
    try:
        plain = b64decode(_cipher().decrypt(authority.sealed_key.encode()))
    except InvalidToken as error:
        raise AuthorityKeyLost from error
    key = serialization.load_der_private_key(plain, password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)  # we made no other
    return key
