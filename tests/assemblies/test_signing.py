"""Electronic signatures in the file of the minutes."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509 import CertificateBuilder, Name, NameAttribute, random_serial_number
from cryptography.x509.oid import NameOID
from django.test import override_settings
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from assemblies.domain.signing import authority, sealing
from assemblies.domain.signing.own_loop import in_own_loop
from assemblies.domain.writing.minutes import finalise_minutes, make_minutes
from assemblies.enums import MinutesState, SignatureKind
from assemblies.errors import (
    AuthorityKeyLost,
    AuthorityMissing,
    CertificateUnusable,
    MinutesNotFinal,
    NoPlaceToSign,
    PaperChanged,
)
from assemblies.models import Minutes, Signature, SigningAuthority, SigningCertificate
from members.models import Person
from records.domain import documents, log
from tests.factories.assemblies import minute
from tests.factories.members import make_person
from tests.factories.minutes import make_closed_meeting

NOW = datetime.now(UTC).replace(microsecond=0)
pytestmark = pytest.mark.django_db


@pytest.fixture
def final() -> Minutes:
    meeting = make_closed_meeting()
    make_minutes(assembly=meeting.assembly, by=None, at=minute(80))
    return finalise_minutes(assembly=meeting.assembly, by=None, at=minute(90))["zh"]


@pytest.fixture
def founded() -> SigningAuthority:
    return authority.found_authority(by=None, at=NOW)


def places(minutes: Minutes) -> list[tuple[Person, str]]:
    found = [one.place for one in sealing.signing_places(minutes)]
    return [(Person.objects.get(pk=place.person), place.function) for place in found]


def sign(minutes: Minutes, number: int = 0, **more: object) -> Signature:
    person, function = places(minutes)[number]
    return sealing.sign_minutes(
        minutes=minutes,
        person=person,
        function=function,
        by=None,
        at=NOW,
        **more,  # type: ignore[arg-type]  # handed on as they come
    )


def sealed(minutes: Minutes) -> bytes:
    row = Minutes.objects.select_related("sealed").get(pk=minutes.pk)
    assert row.sealed is not None
    return documents.read(row.sealed)


def statuses(content: bytes, row: SigningAuthority) -> list[tuple[bool, bool]]:
    """Of each signature: whether the file is as it was signed, and whether the chain holds."""
    root = asn1_x509.Certificate.load(authority.certificate_of(row).public_bytes(Encoding.DER))
    revoked = asn1_crl.CertificateList.load(
        authority.revocation_list(row, at=NOW + timedelta(seconds=1)).public_bytes(Encoding.DER)
    )
    context = ValidationContext(
        trust_roots=[root], crls=[revoked], allow_fetching=False, revocation_mode="require"
    )
    reader = PdfFileReader(BytesIO(content))
    return [
        (status.intact and status.valid and status.bottom_line, status.trusted)
        for status in in_own_loop(
            lambda: [validate_pdf_signature(one, context) for one in reader.embedded_signatures]
        )
    ]


def test_each_signature_is_added_and_the_earlier_ones_stay_valid(final, founded) -> None:
    first, second = sign(final, 0), sign(final, 1)
    content = sealed(final)
    assert content.startswith(documents.read(first.document))
    assert second.document == Minutes.objects.get(pk=final.pk).sealed
    assert statuses(content, founded) == [(True, True), (True, True)]


def test_signing_again_is_the_same_signature(final, founded) -> None:
    first = sign(final)
    assert sign(final) == first
    assert Signature.objects.count() == 1
    assert SigningCertificate.objects.count() == 1


def test_who_has_no_place_does_not_sign(final, founded) -> None:
    with pytest.raises(NoPlaceToSign):
        sealing.sign_minutes(minutes=final, person=make_person(), function="chair", by=None, at=NOW)
    assert SigningCertificate.objects.count() == 0


def test_a_draft_is_not_signed() -> None:
    meeting = make_closed_meeting()
    authority.found_authority(by=None, at=NOW)
    draft = make_minutes(assembly=meeting.assembly, by=None, at=minute(80))["zh"]
    with pytest.raises(MinutesNotFinal):
        sign(draft)


def test_without_an_authority_nothing_is_signed(final) -> None:
    with pytest.raises(AuthorityMissing):
        sign(final)
    assert Minutes.objects.get(pk=final.pk).sealed is None


def test_the_minutes_are_signed_once_every_place_is_filled(final, founded) -> None:
    all_places = places(final)
    for number in range(len(all_places) - 1):
        sign(final, number)
    assert Minutes.objects.get(pk=final.pk).state == MinutesState.FINAL
    person, function = all_places[-1]
    last = sealing.note_ink(minutes=final, person=person, function=function, by=None, at=NOW)
    assert last.kind == SignatureKind.INK
    assert Minutes.objects.get(pk=final.pk).state == MinutesState.SIGNED
    assert [one.signature is not None for one in sealing.signing_places(final)] == [True] * len(
        all_places
    )
    assert log.verify(stream=authority.STREAM) > 0


def test_a_revoked_certificate_is_told_by_the_list(final, founded) -> None:
    signature = sign(final)
    authority.revoke_certificate(
        certificate=signature.certificate, reason="signed by somebody else", by=None, at=NOW
    )
    again = authority.revoke_certificate(
        certificate=signature.certificate, reason="another reason", by=None, at=NOW
    )
    assert again.revocation == "signed by somebody else"
    [(bottom_line, trusted)] = statuses(sealed(final), founded)
    assert (bottom_line, trusted) == (False, False)


def test_a_changed_byte_breaks_the_signature(final, founded) -> None:
    sign(final)
    content = bytearray(sealed(final))
    content[len(documents.read(final.document)) // 2] ^= 1
    [(bottom_line, _trusted)] = statuses(bytes(content), founded)
    assert not bottom_line


def test_a_paper_that_was_changed_in_the_store_is_not_signed(final, founded) -> None:
    path = documents._path(final.document.digest)
    path.chmod(0o600)
    kept = path.read_bytes()
    path.write_bytes(kept + b"%")
    try:
        with pytest.raises(PaperChanged):
            sign(final)
    finally:
        path.write_bytes(kept)
    assert SigningCertificate.objects.count() == 0


def test_another_authority_takes_the_place_of_the_first(final, founded) -> None:
    assert authority.found_authority(by=None, at=NOW) == founded
    second = authority.found_authority(by=None, at=NOW, anew=True)
    assert authority.current_authority() == second
    assert sign(final).certificate.authority == second


def test_the_key_opens_under_the_installations_secret_alone(final, founded) -> None:
    assert "PRIVATE" not in founded.sealed_key
    other = override_settings(SECRET_KEY="another secret of another installation")
    with other, pytest.raises(AuthorityKeyLost):
        sign(final)
    assert Signature.objects.count() == 0


def own_certificate(*, until: datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = Name([NameAttribute(NameOID.COMMON_NAME, "Someone Else's Authority")])
    certificate = (
        CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(random_serial_number())
        .not_valid_before(NOW - timedelta(days=30))
        .not_valid_after(until)
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        b"mine", key, certificate, None, BestAvailableEncryption(b"pass phrase")
    )


def test_ones_own_certificate_signs_and_is_named(final) -> None:
    content = own_certificate(until=NOW + timedelta(days=30))
    signature = sign(final, own=(content, "pass phrase"))
    assert (signature.certificate, "Someone Else" in signature.subject) == (None, True)
    [embedded] = PdfFileReader(BytesIO(sealed(final))).embedded_signatures
    nobody = ValidationContext(trust_roots=[], allow_fetching=False)
    status = in_own_loop(lambda: validate_pdf_signature(embedded, nobody))
    assert (status.intact, status.trusted) == (True, False)


@pytest.mark.parametrize(
    ("until", "passphrase"),
    [(timedelta(days=30), "wrong"), (-timedelta(days=1), "pass phrase")],
    ids=["wrong passphrase", "expired"],
)
def test_a_certificate_that_cannot_sign_is_refused(final, until, passphrase) -> None:
    for content in (own_certificate(until=NOW + until), b"no such file"):
        with pytest.raises(CertificateUnusable):
            sign(final, own=(content, passphrase))
    assert Signature.objects.count() == 0


def test_a_thread_that_runs_a_loop_already_can_sign() -> None:
    async def begin() -> str:
        return "begun"

    async def within() -> str:
        return in_own_loop(lambda: asyncio.run(begin()))

    # In a thread of its own as well: this one may already drive a browser.
    assert in_own_loop(lambda: asyncio.run(within())) == "begun"
