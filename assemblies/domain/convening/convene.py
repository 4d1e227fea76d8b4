"""Convening: the notice, its period and who is to get it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assemblies.domain.convening.notice import NoticePeriod, notice_period
from assemblies.domain.convening.sending import (
    Enclosure,
    Wording,
    promise_delivery,
    put_on_record,
)
from assemblies.domain.days import local_day
from assemblies.domain.locking import lock_assembly, require_phase, stream_of
from assemblies.domain.sitting import phases
from assemblies.enums import ItemKind, Phase
from assemblies.errors import AgendaIncomplete, NoticeTooLate, RollMissing
from assemblies.models import Assembly, Notice
from members.models import User
from records.domain import log
from records.fields import Translated


@transaction.atomic
def convene_assembly(
    *,
    assembly: Assembly,
    subject: Translated | dict[str, str],
    text: Translated | dict[str, str],
    by: User | None,
    at: datetime,
    enclosures: Sequence[Enclosure] = (),
) -> Notice:
    """Put the notice on record, with one delivery for each entitled entry of the frozen roll.
    ``enclosures`` are listed at its end and go with it.

    Firms without an e-mail address get a letter. A meeting that was convened already gives its
    notice again. Raises RollMissing, AgendaIncomplete, NoticeTooLate (with the earliest lawful
    date), PhaseForbids.
    """
    assembly = lock_assembly(assembly.pk)
    sent = assembly.notices.last()
    if assembly.phase != Phase.PREPARE and sent is not None:
        return sent
    require_phase(assembly, Phase.PREPARE)
    if assembly.roll is None:
        raise RollMissing
    check_agenda(assembly)
    period = notice_period(assembly, sent_on=local_day(at))
    if not period.timely:
        raise too_late(period)
    wording = Wording(Translated(subject), Translated(text), tuple(enclosures))
    notice = put_on_record(assembly, wording, period=period, at=at)
    phases.enter(assembly, Phase.CONVENE, by=by, at=at)
    log.record(
        stream=stream_of(assembly),
        event="assembly_convened",
        payload={
            "notice": notice.pk,
            "sent_on": notice.sent_on,
            "days_ahead": notice.days_ahead,
            "days_required": notice.days_required,
            "agenda": notice.agenda,
            "enclosed": [enclosure.document.digest for enclosure in enclosures],
        },
        by=by,
        at=at,
    )
    promise_delivery(notice, at=at)
    return notice


def check_agenda(assembly: Assembly) -> None:
    """Raises AgendaIncomplete."""
    items = list(assembly.items.select_related("motion"))
    if not items:
        raise AgendaIncomplete(what=_("It has no items."))
    lacking = [
        item for item in items if item.kind != ItemKind.REPORT and not hasattr(item, "motion")
    ]
    if lacking:
        named = ", ".join(str(item.title) for item in lacking)
        what = _("No text is put to the vote under: %(items)s.") % {"items": named}
        raise AgendaIncomplete(what=what)


def too_late(period: NoticePeriod) -> NoticeTooLate:
    """The refusal, with the earliest lawful date."""
    return NoticeTooLate(
        days=period.days_required,
        sent_on=date_format(period.sent_on),
        earliest=date_format(period.earliest),
        meeting_on=date_format(period.meeting_on),
        citation=str(period.citation),
    )
