"""Corrections, postponements and cancellations: notices of their own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.translation import override

from assemblies.domain.convening import correcting, delivery
from assemblies.domain.convening.naming import told_of
from assemblies.domain.convening.sending import Enclosure, Wording
from assemblies.domain.presence import check_in
from assemblies.enums import DeliveryState, Phase
from assemblies.errors import MeetingCancelled, NoticeTooLate, NotYetConvened, PhaseForbids
from assemblies.models import Assembly, Delivery
from bylaws.enums import InNotice, Matter
from bylaws.models import Association
from records.domain import documents
from tests.assemblies.test_naming import add_late, meeting
from tests.factories.amendments import put, submitted
from tests.factories.assemblies import (
    STARTS_AT,
    both,
    convened,
    entries_of,
    make_assembly,
    opened,
)
from tests.factories.smtp import mail_server

pytestmark = pytest.mark.django_db
IN_TIME = STARTS_AT - timedelta(days=16)
TOO_LATE = STARTS_AT - timedelta(days=3)
WORDING = Wording(both("更正通知", "Correction"), both("地点有变。", "The room has changed."))


def test_correction_names_the_notice_before_which_stays_as_sent() -> None:
    assembly = convened(meeting(), 3)
    before = assembly.notices.get()
    correction = correcting.correct_notice(assembly=assembly, wording=WORDING, by=None, at=TOO_LATE)
    again = correcting.correct_notice(assembly=assembly, wording=WORDING, by=None, at=TOO_LATE)
    before.refresh_from_db()
    assert (correction.corrects, correction.kind, again) == (before, "correction", correction)
    assert (correction.deliveries.count(), before.text.en) == (3, "Please attend.")
    assert (correction.days_ahead, correction.days_required) == (3, 15)


def test_item_added_in_time_counts_as_named_once_a_correction_is_out() -> None:
    assembly = convened(meeting("de"), 3)
    add_late(assembly, days=16)
    item = assembly.items.get(title__zh="临时议案")
    assert told_of(item) == InNotice.NOTHING
    correcting.correct_notice(assembly=assembly, wording=WORDING, by=None, at=IN_TIME)
    item.refresh_from_db()
    assert (item.added_at, told_of(item)) == (None, InNotice.TEXT)


def test_correction_that_has_to_name_an_item_is_refused_when_late() -> None:
    assembly = convened(meeting("uk"), 3)
    add_late(assembly, Matter.BYLAWS, days=16)
    with override("en"), pytest.raises(NoticeTooLate, match="at the earliest"):
        correcting.correct_notice(assembly=assembly, wording=WORDING, by=None, at=TOO_LATE)
    assert assembly.notices.count() == 1


def test_meeting_not_convened_has_no_notice_to_correct() -> None:
    with pytest.raises(NotYetConvened):
        correcting.correct_notice(assembly=make_assembly(), wording=WORDING, by=None, at=IN_TIME)


def postpone(assembly: Assembly, *, by_days: int) -> None:
    correcting.postpone_meeting(
        assembly=assembly,
        starts_at=STARTS_AT + timedelta(days=by_days),
        place=both("另一会场", "Another hall"),
        wording=WORDING,
        by=None,
        at=TOO_LATE,
    )


def test_postponement_respects_the_period_from_its_own_sending() -> None:
    """Three days before the 18th twelve days more give fifteen; eleven do not."""
    assembly = convened(meeting(), 3)
    check_in.open_check_in(assembly=assembly, by=None, at=TOO_LATE)
    first = entries_of(assembly)[0]
    check_in.check_in(assembly=assembly, entry=first, by=None, at=TOO_LATE)
    with override("en"), pytest.raises(NoticeTooLate, match="30 December 2026"):
        postpone(assembly, by_days=11)
    assembly.refresh_from_db()
    assert assembly.starts_at == STARTS_AT
    postpone(assembly, by_days=12)
    assembly.refresh_from_db()
    assert (assembly.phase, assembly.starts_at) == (Phase.CONVENE, STARTS_AT + timedelta(days=12))
    assert not assembly.attendances.filter(out_at__isnull=True).exists()
    assert list(assembly.notices.values_list("kind", "days_ahead")) == [
        ("convocation", 17),
        ("postponement", 15),
    ]


def cancel(assembly: Assembly) -> None:
    correcting.cancel_meeting(assembly=assembly, wording=WORDING, by=None, at=TOO_LATE)


def test_cancelled_meeting_is_not_opened_any_more() -> None:
    assembly = convened(meeting(), 3)
    cancel(assembly)
    cancel(assembly)
    assembly.refresh_from_db()
    assert (assembly.is_cancelled, assembly.notices.count()) == (True, 2)
    with pytest.raises(MeetingCancelled):
        check_in.open_check_in(assembly=assembly, by=None, at=TOO_LATE)
    with pytest.raises(MeetingCancelled):
        postpone(assembly, by_days=20)
    with pytest.raises(MeetingCancelled):
        add_late(assembly, days=2)


def test_what_a_cancelled_meeting_had_on_its_agenda_can_go_to_another() -> None:
    amendment, assembly = submitted(), meeting()
    put(assembly, amendment, by_unit=False)
    cancel(convened(assembly, 3))
    other = make_assembly(starts_at=STARTS_AT + timedelta(days=40))
    assert len(put(other, amendment, by_unit=False)) == 1


def test_meeting_under_way_is_neither_postponed_nor_cancelled() -> None:
    assembly = opened(meeting())
    with pytest.raises(PhaseForbids):
        cancel(assembly)
    with pytest.raises(PhaseForbids):
        postpone(assembly, by_days=20)


def test_mail_carries_what_is_enclosed_and_what_is_refused_gets_a_letter(
    settings: object,
) -> None:
    assembly = convened(meeting(), 3)
    content = b"%PDF-1.7 agenda"
    document = documents.store(
        content=content, name="agenda.pdf", media_type="application/pdf", at=TOO_LATE
    )
    enclosed = Wording(
        WORDING.subject, WORDING.text, (Enclosure(document, both("议程", "Agenda")),)
    )
    refused, deferred, _taken = assembly.notices.get().deliveries.order_by("pk")
    refused.entry.firm.address = "会展路1号"
    refused.entry.firm.save()
    notice = correcting.correct_notice(assembly=assembly, wording=enclosed, by=None, at=TOO_LATE)
    assert notice.text.en.endswith("Enclosed:\n1. Agenda")
    refuses = {refused.address: "550 no such user", deferred.address: "451 later"}
    with mail_server(settings, refuses=refuses) as server, pytest.raises(OSError, match="later"):
        delivery.deliver_notice(notice_id=str(notice.pk), at=TOO_LATE)
    [(address, raw)] = server.taken
    taken = notice.deliveries.get(address=address)
    assert f"<notice.{taken.key}@".encode() in raw
    assert b'filename="agenda.pdf"' in raw
    rows = Delivery.objects.filter(notice=notice)
    assert rows.get(address=deferred.address).state == DeliveryState.WAITING
    came_back = rows.get(address=refused.address)
    assert (came_back.state, came_back.detail) == (DeliveryState.BOUNCED, "550 no such user")
    letter = rows.get(channel="letter")
    assert (letter.entry, letter.address) == (refused.entry, "会展路1号")


def test_address_from_which_a_notice_came_back_gets_the_next_one_by_letter() -> None:
    assembly = convened(meeting(), 2)
    first = assembly.notices.get().deliveries.order_by("pk")[0]
    delivery.come_back(delivery=first, words="550", by=None, at=IN_TIME)
    correction = correcting.correct_notice(assembly=assembly, wording=WORDING, by=None, at=TOO_LATE)
    channels = dict(correction.deliveries.values_list("entry", "channel"))
    assert channels[first.entry_id] == "letter"
    assert sorted(channels.values()) == ["letter", "mail"]
    assert Association.objects.count() == 1
