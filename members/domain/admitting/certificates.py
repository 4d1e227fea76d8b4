"""Membership certificates 会员证书: issued, revoked, and checked by anyone who holds one."""

from __future__ import annotations

import io
import secrets
from dataclasses import dataclass
from datetime import date, datetime

import segno
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from bylaws.models import Association
from members.domain import numbers
from members.domain.cases.ends import ENDED, ends_on
from members.domain.days import zone
from members.domain.rules import in_one_line
from members.domain.standing import StandingOn, standing_on
from members.errors import CertificateNotDue
from members.models import Certificate, Membership, User
from records.domain import documents, log
from records.domain.media_types import PDF
from records.domain.pdf import LANGUAGES, make_pdf

STREAM = "register"
# Sixteen of 32 characters, without those taken for another: 80 bits that nobody guesses.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Checked:
    """What a certificate is worth on a day."""

    certificate: Certificate
    today: StandingOn
    is_revoked: bool
    is_expired: bool

    @property
    def is_valid(self) -> bool:
        return self.today.is_active and not self.is_revoked and not self.is_expired


def check_certificate(code: str, day: date) -> Checked | None:
    """The certificate with this code, as it stands on ``day``; None where there is none."""
    plain = code.strip().upper().replace("-", "").replace(" ", "")
    if not set(plain) <= set(ALPHABET):
        return None
    found = (
        Certificate.objects.filter(code=plain)
        .select_related("membership__firm", "document")
        .first()
    )
    return checked(found, day) if found is not None else None


def checked(certificate: Certificate, day: date) -> Checked:
    revoked, until = certificate.revoked_on, certificate.valid_until
    return Checked(
        certificate=certificate,
        today=standing_on(certificate.membership, day),
        is_revoked=revoked is not None and revoked <= day,
        is_expired=until is not None and until < day,
    )


@transaction.atomic
def issue_certificate(
    *,
    membership: Membership,
    issued_on: date,
    valid_until: date | None,
    site: str,
    by: User | None,
    at: datetime,
) -> Certificate:
    """Issue a certificate to a member that is active on ``issued_on``; those before are revoked.

    Where the membership ends on a later day that is on record, it is revoked for that day.
    ``site`` is where this installation is reached (``https://host``): the QR leads there. A
    certificate that was issued for the same days and stands is returned as it is. Raises
    CertificateNotDue.
    """
    membership = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("firm")
        .get(pk=membership.pk)
    )
    standing = standing_on(membership, issued_on)
    if not standing.is_active:
        raise CertificateNotDue(day=issued_on.isoformat(), status=standing.status_label)
    same = {"issued_on": issued_on, "valid_until": valid_until}
    known = membership.certificates.filter(_stands_on(issued_on), **same).first()
    if known is not None:
        return known
    number = numbers.next_number("certificate", year=issued_on.year)
    replaced = _("Replaced by certificate %(number)s.") % {"number": number}
    revoke_certificates(membership=membership, on=issued_on, because=replaced, by=by, at=at)
    certificate = Certificate(membership=membership, number=number, issued_at=at, **same)
    certificate.code = "".join(secrets.choice(ALPHABET) for _each in range(CODE_LENGTH))
    certificate.document = documents.store(
        content=certificate_paper(certificate, standing=standing, site=site),
        name=f"certificate-{membership.number}.pdf",
        media_type=PDF,
        at=at,
    )
    certificate.save()
    payload = {"membership": membership.pk, "certificate": certificate.pk, "number": number}
    log.record(stream=STREAM, event="certificate_issued", payload=payload, by=by, at=at)
    if end := ends_on(membership.firm, issued_on):
        _revoke(certificate, on=end, because=in_one_line(ENDED), by=by, at=at)
    return certificate


def certificate_paper(certificate: Certificate, *, standing: StandingOn, site: str) -> bytes:
    """The paper: one page in each language of the association, the QR on both."""
    association = Association.objects.get()
    languages = [key for key in association.languages if key in LANGUAGES] or ["zh"]
    address = f"{site}{reverse('admission:certificate', args=[certificate.code])}"
    context = {
        "association": association,
        "certificate": certificate,
        "membership": certificate.membership,
        "firm": certificate.membership.firm,
        "member_class": standing.member_class,
        "pages": [{"key": key, "code": LANGUAGES[key]} for key in languages],
        "address": address,
        "qr": qr_of(address),
        "code": grouped_code(certificate.code),
    }
    return make_pdf(
        template="print/certificate.html",
        context=context,
        language=languages[0],
        zone=zone(),
        dated=certificate.issued_at,
    )


def qr_of(address: str) -> SafeString:
    """A QR as a drawing without size of its own."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=2, dark="#1d2126"
    )
    return mark_safe(drawn.getvalue().decode())


def grouped_code(code: str) -> str:
    """In groups of four, as it is read aloud and typed."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def _stands_on(day: date) -> Q:
    """Not revoked by ``day``; one that will be, with the membership, stands until then."""
    return Q(revoked_on__isnull=True) | Q(revoked_on__gt=day)


@transaction.atomic
def revoke_certificates(
    *, membership: Membership, on: date, because: str, by: User | None, at: datetime
) -> int:
    """Revoke every certificate of a membership that stands on ``on``; how many. Again changes
    nothing."""
    standing = Certificate.objects.select_for_update().filter(_stands_on(on), membership=membership)
    rows = list(standing)
    for row in rows:
        _revoke(row, on=on, because=because, by=by, at=at)
    return len(rows)


@transaction.atomic
def revoke_certificate(
    *, certificate: Certificate, on: date, because: str, by: User | None, at: datetime
) -> Certificate:
    """Revoke one, say because it was lost; one that is revoked by then stays as it is."""
    row = Certificate.objects.select_for_update().get(pk=certificate.pk)
    if row.revoked_on is None or row.revoked_on > on:
        _revoke(row, on=on, because=because, by=by, at=at)
    return row


def _revoke(row: Certificate, *, on: date, because: str, by: User | None, at: datetime) -> None:
    row.revoked_on, row.revoked_because = on, because
    row.save(update_fields=["revoked_on", "revoked_because"])
    payload = {"certificate": row.pk, "number": row.number, "revoked_on": on}
    log.record(stream=STREAM, event="certificate_revoked", payload=payload, by=by, at=at)
