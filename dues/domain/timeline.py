"""What the dues tell of a firm's life."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from dues.domain.collecting.reminder_history import SENT
from dues.domain.papers.amount_format import with_currency
from dues.models import CreditNote, VoteSuspension, Waiver
from members.domain.days import local_day
from members.domain.firms.timeline import Event, joined
from members.models import Firm

KIND = "dues"


def invoices(firm: Firm) -> Iterator[Event]:
    for row in firm.invoices.all():
        yield Event(
            day=row.issued_on,
            kind=KIND,
            title=_("invoice %(number)s") % {"number": row.number},
            detail=with_currency(row.amount, row.currency),
            url=reverse("dues:invoice", args=[row.pk]),
        )


def credit_notes(firm: Firm) -> Iterator[Event]:
    for row in CreditNote.objects.filter(invoice__firm=firm).select_related("invoice"):
        yield Event(
            day=row.issued_on,
            kind=KIND,
            title=_("credit note %(number)s") % {"number": row.number},
            detail=joined(with_currency(row.amount, row.invoice.currency), row.reason),
            url=reverse("dues:invoice", args=[row.invoice_id]),
            tone="later",
        )


def payments(firm: Firm) -> Iterator[Event]:
    for row in firm.payments.all():
        yield Event(
            day=row.paid_on,
            kind=KIND,
            title=_("payment received"),
            detail=joined(with_currency(row.amount, row.currency), row.get_method_display()),
            url=reverse("dues:firm_account", args=[firm.pk]),
            tone="ok",
        )


def reminders(firm: Firm) -> Iterator[Event]:
    """Those that were sent; a draft is nothing yet."""
    for row in firm.reminders.filter(SENT).select_related("level", "letter__mailing"):
        released_at = row.letter.mailing.released_at if row.letter else None
        yield Event(
            day=local_day(released_at) if released_at else row.reminded_on,
            kind=KIND,
            title=_("reminded: %(level)s") % {"level": row.level.title},
            detail=f"{row.total:,.2f}",
            url=reverse("members:letter", args=[row.letter_id]) if row.letter_id else "",
            tone="wait",
        )


def calls(firm: Firm) -> Iterator[Event]:
    for row in firm.call_notes.all():
        yield Event(
            day=local_day(row.called_at),
            kind=KIND,
            title=_("called about dues"),
            detail=joined(row.spoke_to, row.note),
        )


def waivers(firm: Firm) -> Iterator[Event]:
    rows = Waiver.objects.filter(membership__firm=firm, superseded_at__isnull=True)
    for row in rows.select_related("decision"):
        whole = row.num == row.den
        yield Event(
            day=row.from_on,
            kind=KIND,
            title=_("dues waived")
            if whole
            else _("dues waived by %(num)s/%(den)s") % {"num": row.num, "den": row.den},
            detail=joined(row.reason, row.decision.body_name, row.source),
        )


def vote_suspensions(firm: Firm) -> Iterator[Event]:
    rows = VoteSuspension.objects.filter(membership__firm=firm, superseded_at__isnull=True)
    for row in rows:
        yield Event(
            day=row.from_on,
            kind=KIND,
            title=_("vote suspended for arrears"),
            detail=joined(row.source),
            tone="bad",
        )
        if row.until_on:
            yield Event(
                day=row.until_on,
                kind=KIND,
                title=_("vote given back"),
                detail=joined(row.reason),
                tone="ok",
            )


PROVIDERS = [invoices, credit_notes, payments, reminders, calls, waivers, vote_suspensions]
