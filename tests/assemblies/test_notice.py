"""Roll, notice and deliveries."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import pytest
from django.utils.translation import override

from assemblies.domain.convening import convene, delivery, roll
from assemblies.domain.sitting import ballot
from assemblies.enums import DeliveryChannel, DeliveryState, Method, Phase
from assemblies.errors import AgendaIncomplete, NoticeTooLate, RollInUse, RollMissing
from assemblies.exports import deliveries_csv, roll_csv
from assemblies.models import Assembly, Delivery, Notice
from bylaws.enums import Matter
from elections.enums import Channel, ElectionState
from members.models import Person
from records.domain import jobs
from records.models import Job, OutgoingMail
from tests.factories.assemblies import (
    RECORD_ON,
    SENT_AT,
    STARTS_AT,
    add_motion,
    add_report,
    both,
    convened,
    make_assembly,
    make_members,
)
from tests.factories.members import suspend

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kept_in_the_outbox(settings: object) -> None:
    settings.EMAIL_BACKEND = "records.mail.OutboxBackend"  # type: ignore[attr-defined]


def convene_at(assembly: Assembly, days_ahead: int) -> Notice:
    return convene.convene_assembly(
        assembly=assembly,
        subject=both("会议通知", "Notice"),
        text=both("请出席。", "Please attend."),
        by=None,
        at=STARTS_AT - timedelta(days=days_ahead),
    )


def rolled() -> Assembly:
    assembly = make_assembly()
    add_report(assembly)
    make_members(3)
    roll.freeze_assembly_roll(assembly=assembly, record_on=RECORD_ON, by=None, at=SENT_AT)
    return assembly


def test_notice_of_fifteen_days_is_in_time() -> None:
    """Sent on 3 December for the 18th: the first day is not counted."""
    notice = convene_at(rolled(), 15)
    assert (notice.sent_on, notice.days_ahead, notice.days_required) == (date(2026, 12, 3), 15, 15)
    assert notice.agenda[0]["title"] == {"zh": "宣布开会", "en": "Opening"}


def test_notice_of_fourteen_days_is_refused_with_the_earliest_date() -> None:
    assembly = rolled()
    with override("en"), pytest.raises(NoticeTooLate, match="held on 19 December 2026 at the earl"):
        convene_at(assembly, 14)
    assembly.refresh_from_db()
    assert assembly.phase == Phase.PREPARE
    assert not Notice.objects.exists()
    assert not Job.objects.exists()


def test_convening_twice_sends_one_notice() -> None:
    assembly = rolled()
    assert convene_at(assembly, 17) == convene_at(assembly, 16)
    assert Delivery.objects.count() == 3


def test_convening_wants_roll_and_complete_agenda() -> None:
    assembly = make_assembly()
    with pytest.raises(RollMissing):
        convene_at(assembly, 17)
    make_members(1)
    roll.freeze_assembly_roll(assembly=assembly, record_on=RECORD_ON, by=None, at=SENT_AT)
    with pytest.raises(AgendaIncomplete):
        convene_at(assembly, 17)
    add_motion(assembly).delete()
    with pytest.raises(AgendaIncomplete):
        convene_at(assembly, 17)


def test_firms_without_mail_get_a_letter() -> None:
    assembly = make_assembly()
    add_report(assembly)
    make_members(2)
    Person.objects.filter(pk=Person.objects.order_by("pk")[0].pk).update(email="")
    roll.freeze_assembly_roll(assembly=assembly, record_on=RECORD_ON, by=None, at=SENT_AT)
    notice = convene_at(assembly, 17)
    assert sorted(notice.deliveries.values_list("channel", flat=True)) == ["letter", "mail"]
    assert delivery.post_letters(notice=notice, by=None, at=SENT_AT) == 1
    assert delivery.post_letters(notice=notice, by=None, at=SENT_AT) == 0


def test_delivery_goes_on_where_it_stopped() -> None:
    """As after a crash in the middle: what was sent is not sent again."""
    assembly = convened(rolled_without_convening(), 0)
    notice = assembly.notices.get()
    first = notice.deliveries.order_by("pk").first()
    assert first is not None
    Delivery.objects.filter(pk=first.pk).update(state=DeliveryState.SENT, sent_at=SENT_AT)
    job = Job.objects.get(key=f"notice:{notice.pk}")
    jobs.run_job(job_id=str(job.pk), at=SENT_AT)
    jobs.run_job(job_id=str(job.pk), at=SENT_AT)
    addresses = [mail.to for mail in OutgoingMail.objects.all()]
    rest = notice.deliveries.exclude(pk=first.pk)
    assert sorted(addresses) == sorted([row.address] for row in rest)
    assert set(rest.values_list("state", flat=True)) == {DeliveryState.SENT}
    mail = OutgoingMail.objects.order_by("pk")[0]
    assert mail.subject == "会议通知 / Notice"
    assert mail.body.index("请出席。") < mail.body.index("Please attend.")


def rolled_without_convening() -> Assembly:
    assembly = make_assembly()
    add_report(assembly)
    make_members(3)
    return assembly


def test_returned_mail_is_on_record_and_in_the_export() -> None:
    assembly = convened(rolled_without_convening(), 0)
    notice = assembly.notices.get()
    row = notice.deliveries.order_by("entry__position")[0]
    delivery.mark_delivery(
        delivery=row, state=DeliveryState.BOUNCED, detail="=cmd|no such box", by=None, at=SENT_AT
    )
    with override("en"):
        rows = list(csv.reader(io.StringIO(deliveries_csv(notice).decode("utf-8-sig"))))
    assert rows[0] == [
        "Firm", "Representative", "Way", "Address", "State", "Sent", "Note",
    ]  # fmt: skip
    assert rows[1][4:] == ["returned undelivered", "", "'=cmd|no such box"]
    assert len(rows) == 4
    assert row.channel == DeliveryChannel.MAIL


def test_roll_lists_the_excluded_with_their_reason() -> None:
    assembly = make_assembly()
    members = make_members(3)
    suspend(members[1])
    frozen = roll.freeze_assembly_roll(assembly=assembly, record_on=RECORD_ON, by=None, at=SENT_AT)
    [excluded] = frozen.entries.filter(entitled=False)
    assert excluded.firm == members[1].firm
    with override("en"):
        text = roll_csv(frozen).decode("utf-8-sig")
    assert "Membership suspended" in text
    assert text.splitlines()[-1] == f"SHA-256 of the roll,{frozen.digest}"


def test_roll_may_be_frozen_for_another_day_until_notice_is_sent() -> None:
    assembly = rolled()
    first = assembly.roll_id
    assembly.refresh_from_db()
    again = roll.freeze_assembly_roll(assembly=assembly, record_on=RECORD_ON, by=None, at=SENT_AT)
    assert again.pk == assembly.roll_id != first
    other = roll.freeze_assembly_roll(
        assembly=assembly, record_on=date(2026, 12, 2), by=None, at=SENT_AT
    )
    assert other != again
    convene_at(assembly, 15)
    with pytest.raises(RollInUse):
        roll.freeze_assembly_roll(assembly=assembly, record_on=RECORD_ON, by=None, at=SENT_AT)


def test_boxes_follow_the_roll_to_its_other_day() -> None:
    assembly = make_assembly()
    motion = add_motion(assembly, Matter.DUES_STANDARD, Method.SECRET)
    make_members(3)
    first = roll.freeze_assembly_roll(assembly=assembly, record_on=RECORD_ON, by=None, at=SENT_AT)
    box = ballot.prepare_box(motion=motion, by=None, at=SENT_AT, channel=Channel.PAPER)
    assert box.roll == first

    other = roll.freeze_assembly_roll(
        assembly=assembly, record_on=date(2026, 12, 2), by=None, at=SENT_AT
    )

    box.refresh_from_db()
    assert (box.roll, box.state) == (other, ElectionState.READY)
