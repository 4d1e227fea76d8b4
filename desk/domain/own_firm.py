"""A firm as its own people see it on a day, and what they had best do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from bylaws.models import Association
from desk.domain import own_dues
from desk.domain.own_dues import Claim, Sums
from dues.domain.papers.amount_format import with_currency
from members.domain import represent, standing
from members.domain.asking import change_requests
from members.enums import ContactPurpose, RequestState, StandingStatus
from members.models import ChangeRequest, Firm, Letter, Person, Representative

TONES = {StandingStatus.ACTIVE: "ok", StandingStatus.SUSPENDED: "wait"}


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do: ``tone`` is how much it presses, as the chips have it."""

    title: str
    detail: str
    url: str
    tone: str = "wait"


@dataclass(slots=True)
class OwnFirm:
    """What stands at the head of all pages of a firm."""

    firm: Firm
    day: date
    post: str
    votes: bool
    standing: Any
    tone: str
    sums: Sums
    claims: list[Claim]
    steps: list[Step]


def own_firm(*, firm: Firm, person: Person, day: date) -> OwnFirm:
    """``person`` acts for ``firm`` on ``day``: who may ask is settled before."""
    acting = firm.representatives.filter(Representative.holds_on(day), person=person)
    row = acting.order_by("-votes").first()
    membership = getattr(firm, "membership", None)
    today = standing.standing_on(membership, day) if membership else None
    claims = own_dues.claims_of(firm, day=day)
    association = Association.objects.first()
    sums = own_dues.sums_of(
        firm, claims, day=day, currency=association.currency if association else ""
    )
    return OwnFirm(
        firm=firm,
        day=day,
        post=str(row.post) if row else "",
        votes=bool(row and row.votes),
        standing=today,
        tone=TONES.get(StandingStatus(today.status), "later") if today and today.status else "",
        sums=sums,
        claims=claims,
        steps=[*_dues(firm, sums), *_requests(firm), *_gaps(firm, day)],
    )


def _dues(firm: Firm, sums: Sums) -> Iterator[Step]:
    if sums.next is None:
        return
    claim, url = sums.next, reverse("desk:firm_dues", args=[firm.pk])
    told = {
        "amount": with_currency(claim.to_pay, claim.invoice.currency),
        "day": date_format(claim.pay_by),
    }
    number = claim.invoice.number
    if claim.overdue:
        title = _("Pay %(amount)s: it was due on %(day)s") % told
        yield Step(title, number, url, "bad")
    else:
        yield Step(_("Pay %(amount)s until %(day)s") % told, number, url)


def _requests(firm: Firm) -> Iterator[Step]:
    for row in firm.change_requests.filter(state=RequestState.OPEN):
        if not change_requests.is_appointment(row) or row.evidence_id is not None:
            continue
        yield Step(
            _("Have the letter of appointment signed, and hand it in"),
            row.answer or change_requests.asked_for(row),
            reverse("desk:firm_request", args=[firm.pk, row.pk]),
            "bad" if row.answer else "wait",
        )


def _gaps(firm: Firm, day: date) -> Iterator[Step]:
    if represent.voting_representative(firm, day) is None:
        yield Step(
            _("Name who votes for the firm"),
            _("Nobody does now."),
            reverse("desk:firm_people", args=[firm.pk]),
        )
    if not firm.contacts.filter(purpose=ContactPurpose.DUES).exists():
        yield Step(
            _("Say whom to write to about dues"),
            _("Reminders and receipts go to the firm's general address until then."),
            reverse("desk:firm_data", args=[firm.pk]),
            "later",
        )


def letters_to(firms: Sequence[Firm]) -> list[Letter]:
    """Letters that left for the firms, the latest first; a draft is nobody's letter yet."""
    keys = [key for firm in firms for key in own_dues.entries_of(firm)]
    rows = Letter.objects.filter(firm__in=keys, sent_at__isnull=False)
    return list(rows.select_related("mailing", "firm", "attachment").order_by("-sent_at"))


def requests_of(firm: Firm) -> list[ChangeRequest]:
    return list(firm.change_requests.select_related("evidence").order_by("-requested_at"))
