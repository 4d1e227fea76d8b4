"""A meeting with everything that minutes tell, brought there by the real acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assemblies.domain.presence import appoint, check_in, excuse
from assemblies.domain.sitting import ballot, hands, resolve, session
from assemblies.enums import Function, Method
from assemblies.models import Assembly, Motion
from bylaws.choices import RegulationKind
from bylaws.domain.recording import import_version, open_regulation
from bylaws.enums import Matter
from bylaws.models import Version
from dues.models import DuesSchedule, Tier
from elections.domain import publishing
from elections.domain.prepare import CandidateSpec, ContestSpec
from elections.enums import Channel, ContestKind
from elections.models import Election
from members.enums import BodyKind
from members.models import MemberClass
from tests.factories.assemblies import (
    OPENED_AT,
    SENT_AT,
    add_motion,
    add_report,
    both,
    convened,
    count_on_paper,
    entries_of,
    make_assembly,
    make_body,
    make_tellers,
    minute,
)
from tests.factories.members import make_person

OLD = "第一条 会员按年缴纳会费。\n第二条 会员大会每年召开一次。\n"
NEW = (
    "第一条 会员按年缴纳会费，于三月底前缴清。\n第二条 会员大会每年召开一次。\n"
    "第三条 财务情况每年向会员公开。\n"
)
REASON = "会场网络中断，改用纸质选票。"
NAMES = "总监票人褚卫民、监票人高维国"
VOTES = [(6, 1, 0), (5, 1, 1), (3, 3, 1)]
"""Of seven present: the first two are elected, the third has not half."""


@dataclass(slots=True)
class Meeting:
    """The motions by what they are about, and the box that was annulled."""

    assembly: Assembly
    report: Motion
    bylaws: Motion
    dues: Motion
    council: Motion
    annulled: Election | None = None


def make_versions() -> Version:
    """The draft of the bylaws, after a version from which it differs in two articles."""
    regulation = open_regulation(
        kind=RegulationKind.BYLAWS,
        title=both("协会章程", "Bylaws of the association"),
        by=None,
        at=SENT_AT,
    )
    base = import_version(
        regulation=regulation, text=OLD, label=both("2021年版", "2021"), by=None, at=SENT_AT
    )
    return import_version(
        regulation=regulation,
        text=NEW,
        label=both("修订草案", "revised draft"),
        base=base,
        by=None,
        at=SENT_AT,
    )


def make_schedule(amount: str = "1200.00") -> DuesSchedule:
    schedule = DuesSchedule.objects.create(
        title=both("会费标准（草案）", "Dues standard (draft)"),
        effective_on=date(2027, 1, 1),
        currency="CNY",
        recorded_at=SENT_AT,
    )
    for member_class in MemberClass.objects.all():
        Tier.objects.create(schedule=schedule, member_class=member_class, amount=Decimal(amount))
    return schedule


def make_meeting() -> Meeting:
    """Nine entitled, one excused, seven present from the opening; nothing voted yet."""
    assembly = make_assembly()
    make_body(BodyKind.COUNCIL)
    add_report(assembly)
    report = add_motion(assembly)
    bylaws = add_motion(assembly, Matter.BYLAWS, version=make_versions())
    dues = add_motion(assembly, Matter.DUES_STANDARD, Method.SECRET)
    council = add_motion(assembly, Matter.ELECT_COUNCIL, Method.SECRET)
    make_tellers(assembly)
    for function, zh, en in (
        (Function.CHAIR, "武国栋", "Wu Guodong"),
        (Function.RECORDER, "苗佳宁", "Miao Jianing"),
        (Function.CHIEF_SCRUTINEER, "褚卫民", "Chu Weimin"),
    ):
        person = make_person(zh=zh, en=en)
        appoint.appoint(assembly=assembly, person=person, function=function, by=None, at=SENT_AT)
    convened(assembly, 9)
    dues.schedule = make_schedule()
    dues.save(update_fields=["schedule"])
    entries = entries_of(assembly)
    excuse.excuse_entry(assembly=assembly, entry=entries[8], reason="出差在外", by=None, at=SENT_AT)
    check_in.open_check_in(assembly=assembly, by=None, at=OPENED_AT)
    for entry in entries[:7]:
        check_in.check_in(assembly=assembly, entry=entry, by=None, at=OPENED_AT)
    session.open_meeting(assembly=assembly, by=None, at=OPENED_AT)
    assembly.refresh_from_db()
    return Meeting(assembly, report, bylaws, dues, council)


def slate_of(meeting: Meeting, candidates: int = 3, seats: int = 2) -> ContestSpec:
    standing = entries_of(meeting.assembly)[:candidates]
    return ContestSpec(
        kind=ContestKind.SLATE,
        title=both("选举理事", "Election of the council"),
        seats=seats,
        office="council_member",
        candidates=[
            CandidateSpec(
                name=entry.person.name,
                person=entry.person,
                firm=entry.firm,
                note=both(f"{entry.firm.name.zh} 经理", f"{entry.firm.name.en}, manager"),
            )
            for entry in standing
            if entry.person and entry.firm
        ],
    )


def vote_all(meeting: Meeting) -> Meeting:
    """Every motion voted and resolved: hands, hands, paper, and an election on paper whose first
    round was annulled."""
    _hands(meeting.report, (6, 0, 1), 10)
    _hands(meeting.bylaws, (6, 1, 0), 20)
    _paper(meeting.dues, [[(5, 1, 1)]], 30, returned=7)
    ballot.prepare_box(
        motion=meeting.council,
        contests=[slate_of(meeting)],
        channel=Channel.PAPER,
        by=None,
        at=minute(40),
    )
    meeting.council.refresh_from_db()
    session.set_current(item=meeting.council.item, by=None, at=minute(40))
    meeting.annulled = ballot.open_ballot(motion=meeting.council, by=None, at=minute(41))
    ballot.annul_ballot(
        motion=meeting.council,
        reason=REASON,
        names=NAMES,
        channel=Channel.PAPER,
        by=None,
        at=minute(42),
    )
    meeting.annulled.refresh_from_db()
    _paper(meeting.council, [VOTES], 45, returned=7)
    report = meeting.assembly.items.get(position=1)
    session.set_current(item=report, by=None, at=minute(60))
    session.settle_item(item=report, by=None, at=minute(60))
    return meeting


def _hands(motion: Motion, votes: tuple[int, int, int], at: int) -> None:

    session.set_current(item=motion.item, by=None, at=minute(at))
    hands.record_show_of_hands(
        motion=motion,
        votes_for=votes[0],
        votes_against=votes[1],
        abstentions=votes[2],
        by=None,
        at=minute(at + 1),
    )
    resolve.resolve_motion(motion=motion, by=None, at=minute(at + 2))


def _paper(
    motion: Motion, votes: list[list[tuple[int, int, int]]], at: int, *, returned: int
) -> None:
    motion.refresh_from_db()
    if motion.election is None:
        ballot.prepare_box(motion=motion, channel=Channel.PAPER, by=None, at=minute(at))
    session.set_current(item=motion.item, by=None, at=minute(at))
    election = ballot.open_ballot(motion=motion, by=None, at=minute(at))
    count_on_paper(election, votes, returned=returned)
    publishing.publish_result(election=election, by=None, at=minute(at + 3))
    motion.refresh_from_db()
    resolve.resolve_motion(motion=motion, by=None, at=minute(at + 4))


def make_closed_meeting() -> Meeting:
    meeting = vote_all(make_meeting())
    session.close_meeting(assembly=meeting.assembly, by=None, at=minute(70))
    meeting.assembly.refresh_from_db()
    return meeting
