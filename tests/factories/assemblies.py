"""Meetings for tests, each brought by the real acts to the point that a test is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from assemblies.domain.convening import convene, roll
from assemblies.domain.planning import plan
from assemblies.domain.presence import appoint, check_in, clearance
from assemblies.domain.presence.sides import consent_wanted
from assemblies.domain.presence.votes import votes_now
from assemblies.domain.sitting import ballot, hands, resolve, session
from assemblies.enums import Function, ItemKind, Method
from assemblies.models import AgendaItem, Assembly, Motion, Resolution
from bylaws.enums import Matter
from bylaws.models import Association
from elections.domain import closing, paper, publishing
from elections.domain.opening import consent_to_small_electorate
from elections.domain.results import LineFigures
from elections.enums import Channel, VoidReason
from elections.models import Election, RollEntry
from members.enums import BodyKind, Role
from members.models import Body, Membership, Person, Term, User
from records.fields import Translated
from tests.factories.members import make_person, make_representative, make_user

NAMES = {
    BodyKind.GENERAL_ASSEMBLY: Translated(zh="会员大会", en="General assembly"),
    BodyKind.COUNCIL: Translated(zh="理事会", en="Council"),
    BodyKind.STANDING_COUNCIL: Translated(zh="常务理事会", en="Standing council"),
    BodyKind.SUPERVISORY_BOARD: Translated(zh="监事会", en="Supervisory board"),
}
STARTS_AT = datetime(2026, 12, 18, 1, 0, tzinfo=UTC)  # nine in the morning at the seat
DAY = date(2026, 12, 18)
SENT_AT = STARTS_AT - timedelta(days=17)
OPENED_AT = STARTS_AT
RECORD_ON = date(2026, 12, 1)
_serial = count(1)


def both(zh: str, en: str) -> Translated:
    return Translated(zh=zh, en=en)


def make_association() -> Association:
    association, _created = Association.objects.get_or_create(
        only=True,
        defaults={
            "name": both("晋东市汽车流通与维修协会", "Jindong Automobile Association"),
            "languages": ["zh", "en"],
            "number_formats": {"resolution": {"general_assembly": "会决〔{year}〕{n}号"}},
        },
    )
    return association


def make_body(kind: BodyKind = BodyKind.GENERAL_ASSEMBLY) -> Body:
    body, _created = Body.objects.get_or_create(kind=kind, defaults={"name": NAMES[kind]})
    return body


def make_assembly(
    kind: BodyKind = BodyKind.GENERAL_ASSEMBLY, *, starts_at: datetime = STARTS_AT
) -> Assembly:
    """In preparation, without roll or agenda."""
    make_association()
    body = make_body(kind)
    term, _created = Term.objects.get_or_create(
        body=body, number=4, defaults={"from_on": RECORD_ON}
    )
    return plan.plan_assembly(
        body=body,
        term=term,
        title=both("第四届会员大会第一次会议", "First meeting of the fourth general assembly"),
        place=both("会展中心", "Exhibition centre"),
        starts_at=starts_at,
        re_election=True,
        by=None,
        at=SENT_AT,
    )


def make_members(number: int) -> list[Membership]:
    """Firms in good standing, each with a voting representative who has an e-mail address."""
    return [make_representative().firm.membership for _firm in range(number)]


def add_report(assembly: Assembly) -> AgendaItem:
    return plan.add_item(
        assembly=assembly,
        title=both("宣布开会", "Opening"),
        kind=ItemKind.REPORT,
        matter=Matter.ORDINARY,
        by=None,
        at=SENT_AT,
    )


def add_motion(
    assembly: Assembly,
    matter: Matter = Matter.WORK_REPORT,
    method: Method = Method.SHOW_OF_HANDS,
    **drafts: object,
) -> Motion:
    item = plan.add_item(
        assembly=assembly,
        title=both(f"议案{next(_serial)}", f"Motion {next(_serial)}"),
        kind=ItemKind.ELECTION if matter.is_election else ItemKind.MOTION,
        matter=matter,
        text=both("会议决定通过。", "The meeting resolves to adopt it."),
        method=method,
        by=None,
        at=SENT_AT,
        **drafts,  # type: ignore[arg-type] -- handed on as they come
    )
    return item.motion


def convened(assembly: Assembly, members: int = 9) -> Assembly:
    """Rolled and convened 17 days ahead; ``members`` firms are made first."""
    make_members(members)
    roll.freeze_assembly_roll(assembly=assembly, record_on=RECORD_ON, by=None, at=SENT_AT)
    convene.convene_assembly(
        assembly=assembly,
        subject=both("会议通知", "Notice"),
        text=both("请出席。", "Please attend."),
        by=None,
        at=SENT_AT,
    )
    assembly.refresh_from_db()
    return assembly


def entries_of(assembly: Assembly) -> list[RollEntry]:
    assert assembly.roll is not None
    return list(assembly.roll.entries.filter(entitled=True))


def checked_in(assembly: Assembly, present: int) -> Assembly:
    """The desk is open and the first ``present`` of the roll are in."""
    check_in.open_check_in(assembly=assembly, by=None, at=OPENED_AT)
    for entry in entries_of(assembly)[:present]:
        check_in.check_in(assembly=assembly, entry=entry, by=None, at=OPENED_AT)
    assembly.refresh_from_db()
    return assembly


def opened(assembly: Assembly, *, members: int = 9, present: int = 7) -> Assembly:
    checked_in(convened(assembly, members), present)
    session.open_meeting(assembly=assembly, by=None, at=OPENED_AT)
    assembly.refresh_from_db()
    return assembly


def minute(number: int) -> datetime:
    return OPENED_AT + timedelta(minutes=number)


def vote_by_hands(motion: Motion, votes: tuple[int, int, int]) -> Resolution:
    session.set_current(item=motion.item, by=None, at=minute(1))
    hands.record_show_of_hands(
        motion=motion,
        votes_for=votes[0],
        votes_against=votes[1],
        abstentions=votes[2],
        by=None,
        at=minute(2),
    )
    return resolve.resolve_motion(motion=motion, by=None, at=minute(3))


def make_tellers(assembly: Assembly) -> list[Person]:
    tellers = [make_person(zh="牛甲", en="Niu Jia"), make_person(zh="马乙", en="Ma Yi")]
    for person in tellers:
        appoint.appoint(
            assembly=assembly, person=person, function=Function.COUNTER, by=None, at=SENT_AT
        )
    return tellers


def clear_for_office(assembly: Assembly, *people: Person) -> None:
    """The supervising unit has no objection to any of them."""
    for person in people:
        clearance.record_clearance(
            assembly=assembly,
            person=person,
            cleared_by=both("晋东市商务局", "Jindong Commerce Bureau"),
            reference="晋商社函第17号",
            cleared_on=RECORD_ON,
            by=None,
            at=SENT_AT,
        )


def make_secretary() -> User:
    return make_user(Role.SECRETARIAT)


def open_paper_box(motion: Motion, contests: Sequence[object] = ()) -> Election:
    """The current item's box, open on paper for those present."""
    box = motion.election or ballot.prepare_box(
        motion=motion,
        contests=contests,  # type: ignore[arg-type] -- contest specs
        channel=Channel.PAPER,
        by=None,
        at=minute(1),
    )
    session.set_current(item=motion.item, by=None, at=minute(1))
    if consent_wanted(box, votes_now(motion.item.assembly, motion.item)):
        consent_to_small_electorate(election=box, text="The meeting agrees.", by=None, at=minute(1))
    return ballot.open_ballot(motion=motion, by=None, at=minute(2))


def void(invalid: int) -> dict[str, int]:
    """So many papers that cannot be read."""
    return {VoidReason.UNREADABLE: invalid} if invalid else {}


def count_on_paper(
    election: Election,
    votes: Sequence[Sequence[tuple[int, int, int]]],
    *,
    returned: int,
    invalid: int = 0,
    written: Mapping[int, int] = paper.NOBODY,
    blank: int = 0,
) -> Election:
    """Close the box and enter two equal counts; ``votes`` by contest, then by candidate."""
    election = closing.close_election(election=election, by=None, at=minute(4))
    for teller in paper.tellers_of(election):
        for contest, lines in zip(election.contests.all(), votes, strict=True):
            paper.enter_count(
                contest=contest,
                teller=teller,
                figures=paper.PaperFigures(
                    returned, returned - invalid, invalid, blank, void(invalid)
                ),
                lines=[
                    LineFigures(candidate, *line)
                    for candidate, line in zip(contest.standing, lines, strict=True)
                ],
                written=written,
                by=None,
                at=minute(5),
            )
    election.refresh_from_db()
    return election


def published_on_paper(
    motion: Motion,
    votes: Sequence[Sequence[tuple[int, int, int]]],
    *,
    returned: int,
    invalid: int = 0,
    contests: Sequence[object] = (),
    **counted: Any,
) -> Election:
    election = open_paper_box(motion, contests)
    count_on_paper(election, votes, returned=returned, invalid=invalid, **counted)
    publishing.publish_result(election=election, by=None, at=minute(6))
    motion.refresh_from_db()
    return election
