"""Signatures with the time of a service that answers over HTTP (RFC 3161), on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore

from assemblies.domain.signing import authority, sealing
from assemblies.domain.signing.own_loop import in_own_loop
from assemblies.domain.signing.verifying import verify_minutes
from assemblies.domain.writing.minutes import finalise_minutes, make_minutes
from assemblies.errors import TimeStampFailed
from assemblies.models import Minutes, Signature
from members.models import Person
from records.domain import documents
from tests.factories.assemblies import minute
from tests.factories.minutes import make_closed_meeting

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC).replace(microsecond=0)
REPLY = "application/timestamp-reply"


@dataclass(frozen=True, slots=True)
class Service:
    url: str
    root: bytes
    """Its own certificate (PEM): it vouches for itself."""


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    certificate = self_signed(key)
    stamper = DummyTimeStamper(
        asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER)),
        asn1_keys.PrivateKeyInfo.load(
            key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        ),
    )

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            response = stamper.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
            self.send_response(200)
            self.send_header("Content-Type", REPLY)
            self.send_header("Content-Length", str(len(response)))
            self.end_headers()
            self.wfile.write(response)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Service(f"http://127.0.0.1:{server.server_port}/", certificate.public_bytes(Encoding.PEM))
    server.shutdown()
    server.server_close()
    thread.join()


def self_signed(key: rsa.RSAPrivateKey) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Time stamps for tests")])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=3650))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )


@pytest.fixture
def configured(service: Service, settings: Any, tmp_path: Path) -> Service:
    roots = tmp_path / "roots.pem"
    roots.write_bytes(service.root)
    settings.TIME_STAMP_URL, settings.TIME_STAMP_ROOTS = service.url, str(roots)
    return service


@pytest.fixture
def final() -> Minutes:
    meeting = make_closed_meeting()
    authority.found_authority(by=None, at=NOW)
    make_minutes(assembly=meeting.assembly, by=None, at=minute(80))
    return finalise_minutes(assembly=meeting.assembly, by=None, at=minute(90))["zh"]


def sign(minutes: Minutes, number: int = 0) -> Signature:
    place = sealing.signing_places(minutes)[number].place
    person = Person.objects.get(pk=place.person)
    return sealing.sign_minutes(
        minutes=minutes, person=person, function=place.function, by=None, at=NOW
    )


def sealed(minutes: Minutes) -> bytes:
    row = Minutes.objects.select_related("sealed").get(pk=minutes.pk)
    assert row.sealed is not None
    return documents.read(row.sealed)


def test_signed_file_keeps_what_proves_its_time_later(final: Minutes, configured: Service) -> None:
    """PAdES B-LTA: each signature is stamped, its proofs lie in the file, and a stamp closes it."""
    sign(final, 0)
    sign(final, 1)
    content = sealed(final)
    reader = PdfFileReader(BytesIO(content))
    signed = list(reader.embedded_regular_signatures)
    assert len(signed) == 2
    assert len(reader.embedded_timestamp_signatures) >= 1
    assert len(DocumentSecurityStore.read_dss(reader).crls) >= 1

    root = authority.current_authority()
    assert root is not None
    roots = [
        asn1_x509.Certificate.load(authority.certificate_of(root).public_bytes(Encoding.DER)),
        *sealing.stamp_roots(),
    ]
    # Nothing but the roots comes from outside the file.
    context = DocumentSecurityStore.read_dss(reader).as_validation_context(
        {"trust_roots": roots, "allow_fetching": False, "revocation_mode": "hard-fail"}
    )
    statuses = in_own_loop(lambda: [validate_pdf_signature(one, context) for one in signed])
    assert [(s.valid, s.intact, s.trusted) for s in statuses] == [(True, True, True)] * 2
    stamps = [status.timestamp_validity for status in statuses]
    assert [(s.valid, s.trusted) for s in stamps if s is not None] == [(True, True)] * 2
    closing = in_own_loop(
        lambda: [
            validate_pdf_timestamp(one, context) for one in reader.embedded_timestamp_signatures
        ]
    )
    assert {(s.valid, s.intact, s.trusted) for s in closing} == {(True, True, True)}
    assert [check for check in verify_minutes(content) if not check.holds] == []


def test_service_that_is_not_trusted_or_not_there_writes_nothing(
    final: Minutes, configured: Service, settings: Any
) -> None:
    settings.TIME_STAMP_URL = "http://127.0.0.1:9/"
    with pytest.raises(TimeStampFailed):
        sign(final)
    settings.TIME_STAMP_URL, settings.TIME_STAMP_ROOTS = configured.url, ""
    with pytest.raises(TimeStampFailed):
        sign(final)
    settings.TIME_STAMP_ROOTS = "/nowhere.pem"
    with pytest.raises(TimeStampFailed):
        sign(final)
    final.refresh_from_db()
    assert (final.sealed, Signature.objects.count()) == (None, 0)
