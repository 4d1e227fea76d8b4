"""Signing final minutes in the file itself (PAdES), or noting that somebody signed in ink.

Each signature is added behind the file as it was (an incremental update), so that the earlier ones
stay valid and every one covers what stood before it. One at a time: the meeting's row is locked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from asn1crypto import crl as asn1_crl
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import load_pem_x509_certificates
from django.conf import settings
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from assemblies.domain.days import zone
from assemblies.domain.locking import lock_assembly, stream_of
from assemblies.domain.signing.authority import (
    Issued,
    certificate_of,
    issue_certificate,
    revocation_list,
)
from assemblies.domain.signing.own_loop import in_own_loop
from assemblies.domain.writing.minutes_layout import Place, places_to_sign
from assemblies.enums import MinutesState, SignatureKind
from assemblies.errors import (
    CertificateUnusable,
    MinutesNotFinal,
    NoPlaceToSign,
    PaperChanged,
    TimeStampFailed,
)
from assemblies.models import Minutes, Signature
from members.models import Person, User
from records.domain import documents, log
from records.domain.media_types import PDF
from records.errors import DocumentMissing
from records.models import Document


@dataclass(frozen=True, slots=True)
class Signer:
    """What signs, and what the proof of it needs: ``issued`` where the association's own authority
    vouches, ``subject`` where it is the person's own certificate."""

    engine: signers.SimpleSigner
    context: ValidationContext | None
    issued: Issued | None
    subject: str


@dataclass(frozen=True, slots=True)
class SigningPlace:
    """A place of the minutes, and the signature in it where there is one."""

    place: Place
    signature: Signature | None


def signing_places(minutes: Minutes) -> list[SigningPlace]:
    """Every place in the order of the paper. One signature fills all places that a person has in
    the same function, since it covers the whole file."""
    signed = {
        (str(row.person_id), row.function): row
        for row in minutes.signatures.select_related("person", "certificate")
    }
    return [
        SigningPlace(place, signed.get((place.person, place.function)))
        for place in places_to_sign(minutes.facts)
    ]


@transaction.atomic
def sign_minutes(
    *,
    minutes: Minutes,
    person: Person,
    function: str,
    by: User | None,
    at: datetime,
    own: tuple[bytes, str] | None = None,
    time_stamper: TimeStamper | None = None,
) -> Signature:
    """Sign final minutes in the file. Signed before by the same person in the same function, it is
    that signature.

    ``own``: the person's own certificate with its key (PKCS #12) and its passphrase, used and
    forgotten; otherwise the association's authority issues one for this signature. With a
    time-stamp service (``TIME_STAMP_URL``) the file keeps what proves it later (PAdES B-LTA).
    Raises MinutesNotFinal, NoPlaceToSign, AuthorityMissing, CertificateUnusable, PaperChanged,
    TimeStampFailed; then nothing is written.
    """
    row = _lock(minutes)
    if known := row.signatures.filter(person=person, function=function).first():
        return known
    _require_place(row, person, function)
    content = _content(row)
    signer = _own_signer(own, at) if own else _issued_signer(person, function, by=by, at=at)
    sealed = _seal(content, row, signer, person, function, time_stamper or configured_stamper())
    document = documents.store(content=sealed, name=_name(row), media_type=PDF, at=at)
    signature = Signature.objects.create(
        minutes=row,
        person=person,
        function=function,
        kind=SignatureKind.ELECTRONIC,
        certificate=signer.issued.row if signer.issued else None,
        subject=signer.subject,
        document=document,
        signed_at=at,
    )
    row.sealed = document
    row.save(update_fields=["sealed"])
    _conclude(row, signature, document, by=by, at=at)
    return signature


@transaction.atomic
def note_ink(
    *, minutes: Minutes, person: Person, function: str, by: User | None, at: datetime
) -> Signature:
    """Note that ``person`` signed the printed minutes in ink. The scan is kept by another act."""
    row = _lock(minutes)
    if known := row.signatures.filter(person=person, function=function).first():
        return known
    _require_place(row, person, function)
    signature = Signature.objects.create(
        minutes=row, person=person, function=function, kind=SignatureKind.INK, signed_at=at
    )
    _conclude(row, signature, None, by=by, at=at)
    return signature


def configured_stamper() -> TimeStamper | None:
    """The time-stamp service of the settings (RFC 3161); None where there is none."""
    url = settings.TIME_STAMP_URL
    return HTTPTimeStamper(url) if url else None


def _lock(minutes: Minutes) -> Minutes:
    assembly = lock_assembly(minutes.assembly_id)
    row = Minutes.objects.select_related("document", "sealed").get(pk=minutes.pk)
    row.assembly = assembly
    if row.state not in (MinutesState.FINAL, MinutesState.SIGNED):
        raise MinutesNotFinal
    return row


def _require_place(row: Minutes, person: Person, function: str) -> None:
    places = {(place.person, place.function) for place in places_to_sign(row.facts)}
    if (str(person.pk), function) not in places:
        raise NoPlaceToSign(person=str(person))


def _content(row: Minutes) -> bytes:
    document = row.sealed or row.document
    assert document is not None  # final minutes have their paper
    try:
        return documents.read(document)
    except DocumentMissing as error:
        raise PaperChanged from error


def _issued_signer(person: Person, function: str, *, by: User | None, at: datetime) -> Signer:
    issued = issue_certificate(person=person, function=function, by=by, at=at)
    root = _asn1(certificate_of(issued.row.authority))
    revoked = asn1_crl.CertificateList.load(
        revocation_list(issued.row.authority, at=at).public_bytes(Encoding.DER)
    )
    key = asn1_keys.PrivateKeyInfo.load(
        issued.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    )
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # typed but for this one
    store.register(root)
    engine = signers.SimpleSigner(
        signing_cert=_asn1(certificate_of(issued.row)), signing_key=key, cert_registry=store
    )
    return Signer(engine, _context(root, revoked), issued, "")


def _context(root: asn1_x509.Certificate, revoked: asn1_crl.CertificateList) -> ValidationContext:
    """What must hold of the signer's certificate, and of the time-stamp service's where one is
    asked: its certificates say themselves where their lists are, if there are any."""
    stamped = bool(settings.TIME_STAMP_ROOTS)
    return ValidationContext(
        trust_roots=[root, *stamp_roots()],
        crls=[revoked],
        allow_fetching=stamped,
        revocation_mode="hard-fail" if stamped else "require",
    )


def stamp_roots() -> list[asn1_x509.Certificate]:
    """The roots of the time-stamp service (``TIME_STAMP_ROOTS``). Raises TimeStampFailed where the
    file cannot be read."""
    if not settings.TIME_STAMP_ROOTS:
        return []
    try:
        content = Path(settings.TIME_STAMP_ROOTS).read_bytes()
        return [_asn1(one) for one in load_pem_x509_certificates(content)]
    except (OSError, ValueError) as error:
        raise TimeStampFailed(why=str(error)) from error


def _own_signer(own: tuple[bytes, str], at: datetime) -> Signer:
    """Somebody else vouches for it; who reads the file decides whether to trust them."""
    content, passphrase = own
    try:
        engine = signers.SimpleSigner.load_pkcs12_data(
            content, other_certs=[], passphrase=passphrase.encode()
        )
    except (ValueError, TypeError) as error:
        raise CertificateUnusable(why=_("file or passphrase is not right.")) from error
    if engine is None:
        raise CertificateUnusable(why=_("file or passphrase is not right."))
    certificate = engine.signing_cert
    if not certificate.not_valid_before <= at <= certificate.not_valid_after:
        until = date_format(certificate.not_valid_after.astimezone(zone()), "DATE_FORMAT")
        raise CertificateUnusable(why=_("it is not valid today (until %(day)s).") % {"day": until})
    usage = certificate.key_usage_value
    if usage is not None and not usage.native & {"digital_signature", "non_repudiation"}:
        raise CertificateUnusable(why=_("it was not issued for signatures."))
    return Signer(engine, None, None, certificate.subject.human_friendly[:300])


def _seal(
    content: bytes,
    row: Minutes,
    signer: Signer,
    person: Person,
    function: str,
    stamper: TimeStamper | None,
) -> bytes:
    proved = signer.context is not None
    metadata = signers.PdfSignatureMetadata(
        field_name=f"Signature{row.signatures.count() + 1}-{person.pk.hex[:8]}",
        md_algorithm="sha256",
        name=str(person),
        reason=function or None,
        subfilter=fields.SigSeedSubFilter.PADES,
        embed_validation_info=proved,
        use_pades_lta=proved and stamper is not None,
        validation_context=signer.context,
    )
    try:
        sealed = in_own_loop(
            lambda: signers.sign_pdf(
                IncrementalPdfFileWriter(BytesIO(content)),
                metadata,
                signer=signer.engine,
                timestamper=stamper,
            )
        )
    except (SigningError, OSError, PathError, ValidationError) as error:
        if stamper is None:
            raise CertificateUnusable(why=str(error)) from error
        raise TimeStampFailed(why=str(error)) from error
    made: bytes = sealed.getvalue()
    return made


def _conclude(
    row: Minutes,
    signature: Signature,
    document: Document | None,
    *,
    by: User | None,
    at: datetime,
) -> None:
    """Every place is filled: the minutes are signed."""
    if all(place.signature for place in signing_places(row)):
        row.state = MinutesState.SIGNED
        row.save(update_fields=["state"])
    payload: dict[str, Any] = {
        "version": row.version,
        "language": row.language,
        "person": str(signature.person_id),
        "function": signature.function,
        "kind": signature.kind,
        "file": document.digest if document else None,
    }
    log.record(
        stream=stream_of(row.assembly), event="minutes_place_signed", payload=payload, by=by, at=at
    )


def _name(row: Minutes) -> str:
    assert row.document is not None  # final minutes have their paper
    return row.document.name.replace(".pdf", "-signed.pdf")


def _asn1(certificate: Any) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
