"""Convening: the notice, its period and who is to get it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assemblies.domain.convening.notice import NoticePeriod, agenda_of, notice_period
from assemblies.domain.days import local_day
from assemblies.domain.locking import lock_assembly, require_phase, stream_of
from assemblies.domain.sitting import phases
from assemblies.enums import DeliveryChannel, ItemKind, Phase
from assemblies.errors import AgendaIncomplete, NoticeTooLate, RollMissing
from assemblies.models import Assembly, Delivery, Notice
from assemblies.signals import notice_convened
from members.models import User
from records.domain import jobs, log
from records.fields import Translated


@transaction.atomic
def convene_assembly(
    *,
    assembly: Assembly,
    subject: Translated | dict[str, str],
    text: Translated | dict[str, str],
    by: User | None,
    at: datetime,
) -> Notice:
    """Put the notice on record, with one delivery for each entitled entry of the frozen roll.

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
    _check_agenda(assembly)
    period = notice_period(assembly, sent_on=local_day(at))
    if not period.timely:
        raise _too_late(period)
    notice = _put_on_record(assembly, Translated(subject), Translated(text), period, at)
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
        },
        by=by,
        at=at,
    )
    job = jobs.request_job(
        task="assemblies.deliver_notice",
        key=f"notice:{notice.pk}",
        arguments={"notice_id": str(notice.pk)},
        at=at,
    )
    notice_convened.send(sender=Notice, job=job)
    return notice


def _check_agenda(assembly: Assembly) -> None:
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


def _too_late(period: NoticePeriod) -> NoticeTooLate:
    return NoticeTooLate(
        days=period.days_required,
        sent_on=date_format(period.sent_on),
        earliest=date_format(period.earliest),
        meeting_on=date_format(period.meeting_on),
        citation=str(period.citation),
    )


def _put_on_record(
    assembly: Assembly, subject: Translated, text: Translated, period: NoticePeriod, at: datetime
) -> Notice:
    assert assembly.roll is not None  # checked by the caller
    notice = Notice.objects.create(
        assembly=assembly,
        subject=subject,
        text=text,
        agenda=agenda_of(assembly),
        sent_on=period.sent_on,
        sent_at=at,
        days_ahead=period.days_ahead,
        days_required=period.days_required,
        citation=period.citation,
    )
    entries = assembly.roll.entries.filter(entitled=True).select_related("person", "firm")
    deliveries = []
    for entry in entries:
        mail = entry.person.email if entry.person else ""
        address = mail or (entry.firm.address if entry.firm else "")
        channel = DeliveryChannel.MAIL if mail else DeliveryChannel.LETTER
        deliveries.append(Delivery(notice=notice, entry=entry, channel=channel, address=address))
    Delivery.objects.bulk_create(deliveries)
    return notice
