"""The signatures in a file: whether each is intact, who vouches for it, whether it was revoked.

Only lists that a root itself signed tell what it revoked; all that are at hand are read together,
since a revocation is never undone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from assemblies.domain.signing.authority import fingerprint_of
from assemblies.domain.signing.checks import Check
from assemblies.domain.signing.evidence import AUTHORITY, REVOKED
from assemblies.domain.signing.own_loop import in_own_loop


@dataclass(frozen=True, slots=True)
class Trust:
    """``roots`` vouch for signers; ``accepted`` are the fingerprints that the reader compared, and
    where there are any, no other will do."""

    roots: list[x509.Certificate]
    lists: list[x509.CertificateRevocationList]
    accepted: Collection[str]


def signature_checks(
    content: bytes,
    files: Mapping[str, bytes],
    *,
    accepted: Collection[str] = (),
    lists: Iterable[bytes] = (),
) -> list[Check]:
    """One check a signature; a file without any says so, and fails where a root was asked for.

    ``lists`` are revocation lists (DER) that came later than the file. Raises PdfError, ValueError
    for what cannot be read.
    """
    reader = PdfFileReader(BytesIO(content))
    embedded = list(reader.embedded_regular_signatures)
    if not embedded:
        told = _("no electronic signature in this file")
        return [Check("signature", _("Signatures"), not accepted, told)]
    revoked = [*_kept_lists(reader), *lists]
    if REVOKED in files:
        revoked.append(files[REVOKED])
    trust = Trust(
        _roots(embedded, files),
        [x509.load_der_x509_crl(one) for one in revoked],
        accepted,
    )
    return [_signature(one, number, trust) for number, one in enumerate(embedded, start=1)]


def _kept_lists(reader: PdfFileReader) -> list[bytes]:
    """Lists that were put in the file with the signatures (DSS)."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return []
    return [one.get_object().data for one in store.crls]


def _roots(
    embedded: Iterable[EmbeddedPdfSignature], files: Mapping[str, bytes]
) -> list[x509.Certificate]:
    """Who signed their own certificate, in the signatures and beside the facts."""
    found = [
        x509.load_der_x509_certificate(one.dump())
        for signature in embedded
        for one in (signature.signer_cert, *signature.other_embedded_certs)
        if one.self_signed != "no"
    ]
    if AUTHORITY in files:
        found.append(x509.load_pem_x509_certificate(files[AUTHORITY]))
    return list({fingerprint_of(one): one for one in found}.values())


def _signature(signature: EmbeddedPdfSignature, number: int, trust: Trust) -> Check:
    signer = x509.load_der_x509_certificate(signature.signer_cert.dump())
    who = signature.signer_cert.subject.human_friendly
    subject = _("Signature %(number)s") % {"number": number}
    context = ValidationContext(
        trust_roots=[_asn1(one) for one in trust.roots], allow_fetching=False
    )
    try:
        status = in_own_loop(lambda: validate_pdf_signature(signature, context))
    except (SignatureValidationError, SigningError, PdfError, ValueError) as error:
        return Check("signature", subject, False, f"{who}: {error}")
    faults = _faults(status)
    root = _root_of(signer, trust.roots) if status.trusted else None
    if root is not None and _is_revoked(signer, root, trust.lists):
        faults.append(_("its certificate was revoked"))
    faults += _trust_faults(signer, root, status, trust)
    if root is None:
        vouched = _("nobody in this file vouches for it")
    else:
        vouched = _("root %(fingerprint)s") % {"fingerprint": fingerprint_of(root)}
    told = "; ".join(faults) or _("intact")
    return Check("signature", subject, not faults, f"{who}: {told}; {vouched}")


def _faults(status: PdfSignatureStatus) -> list[str]:
    if not (status.intact and status.valid):
        return [_("the file is not as it was signed")]
    if status.coverage < SignatureCoverageLevel.ENTIRE_REVISION or not status.docmdp_ok:
        return [_("the file was changed after it was signed")]
    return []


def _trust_faults(
    signer: x509.Certificate,
    root: x509.Certificate | None,
    status: PdfSignatureStatus,
    trust: Trust,
) -> list[str]:
    """A signer's own certificate from elsewhere is for the reader to judge; one that claims a root
    of this file must have it."""
    known = {fingerprint_of(signer), fingerprint_of(root) if root is not None else ""}
    if trust.accepted and not known & set(trust.accepted):
        return [_("it is not under the authority asked for")]
    claims = any(signer.issuer == one.subject for one in trust.roots)
    if root is None and claims and signer not in trust.roots:
        return [_("its certificate does not hold (%(why)s)") % {"why": status.trust_problem_indic}]
    return []


def _root_of(signer: x509.Certificate, roots: list[x509.Certificate]) -> x509.Certificate | None:
    for root in roots:
        try:
            signer.verify_directly_issued_by(root)
        except (ValueError, TypeError, InvalidSignature):
            continue
        return root
    return None


def _is_revoked(
    signer: x509.Certificate,
    root: x509.Certificate,
    lists: Iterable[x509.CertificateRevocationList],
) -> bool:
    key = root.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
        return False
    return any(
        one.is_signature_valid(key)
        and one.get_revoked_certificate_by_serial_number(signer.serial_number) is not None
        for one in lists
        if one.issuer == root.subject
    )


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))
