"""What the minutes of a full hall cost: a normal day's ten items, and everybody on the list."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from assemblies.domain.presence import appoint
from assemblies.domain.sitting import resolve, session
from assemblies.domain.writing.minutes import print_minutes
from assemblies.domain.writing.minutes_facts import as_data, build_facts, digest_of
from assemblies.enums import Function, Method, MinutesState
from assemblies.models import Assembly, Motion
from bylaws.enums import Matter
from elections.domain.prepare import CandidateSpec, ContestSpec
from elections.enums import ContestKind
from members.enums import BodyKind
from records.domain.pdf import LANGUAGES
from tests.bench.table import Table
from tests.factories.assemblies import (
    SENT_AT,
    add_motion,
    add_report,
    both,
    entries_of,
    make_body,
    make_tellers,
    minute,
    published_on_paper,
    vote_by_hands,
)
from tests.factories.members import make_person
from tests.factories.minutes import make_schedule, make_versions

SEATS, CANDIDATES = 31, 35
WORDS = {"zh": "Chinese", "en": "English"}
BY_HANDS = (
    Matter.WORK_REPORT,
    Matter.WORK_REPORT,
    Matter.FINANCIAL_RULES,
    Matter.ORDINARY,
    Matter.ORDINARY,
    Matter.ORDINARY,
)


def plan_day(assembly: Assembly) -> list[Motion]:
    """Ten items: one to be heard, seven by hands (one of them a new text), two by secret ballot."""
    make_body(BodyKind.COUNCIL)
    add_report(assembly)
    motions = [add_motion(assembly, matter) for matter in BY_HANDS]
    motions.append(add_motion(assembly, Matter.BYLAWS, version=make_versions()))
    motions.append(add_motion(assembly, Matter.DUES_STANDARD, Method.SECRET))
    motions.append(add_motion(assembly, Matter.ELECT_COUNCIL, Method.SECRET))
    make_tellers(assembly)
    for function, zh, en in (
        (Function.CHAIR, "武国栋", "Wu Guodong"),
        (Function.RECORDER, "苗佳宁", "Miao Jianing"),
        (Function.CHIEF_SCRUTINEER, "褚卫民", "Chu Weimin"),
    ):
        person = make_person(zh=zh, en=en)
        appoint.appoint(assembly=assembly, person=person, function=function, by=None, at=SENT_AT)
    return motions


def hold_day(assembly: Assembly, motions: Sequence[Motion]) -> None:
    """Everything voted by all who are there, and the meeting closed."""
    *by_hands, dues, council = motions
    present = len(entries_of(assembly))
    for motion in by_hands:
        vote_by_hands(motion, (present - 20, 15, 5))
    dues.schedule = make_schedule()
    dues.save(update_fields=["schedule"])
    votes = (present - 60, 40, 20)
    _by_ballot(dues, [[votes]], present)
    _by_ballot(council, [_votes(present)], present, [_slate(assembly)])
    report = assembly.items.get(position=1)
    session.set_current(item=report, by=None, at=minute(60))
    session.settle_item(item=report, by=None, at=minute(60))
    session.close_meeting(assembly=assembly, by=None, at=minute(70))


def _by_ballot(
    motion: Motion,
    votes: list[list[tuple[int, int, int]]],
    present: int,
    contests: Sequence[ContestSpec] = (),
) -> None:
    published_on_paper(motion, votes, returned=present, contests=contests)
    resolve.resolve_motion(motion=motion, by=None, at=minute(7))


def _votes(present: int) -> list[tuple[int, int, int]]:
    """More than half for the first thirty-three, never the same number."""
    most = [(present - 30 - place, 20 + place, 10) for place in range(CANDIDATES - 2)]
    few = [(present // 3 - place, present - present // 3, place) for place in range(2)]
    return most + few


def _slate(assembly: Assembly) -> ContestSpec:
    return ContestSpec(
        kind=ContestKind.SLATE,
        title=both("选举理事", "Election of the council"),
        seats=SEATS,
        office="council_member",
        candidates=[
            CandidateSpec(
                name=entry.person.name,
                person=entry.person,
                firm=entry.firm,
                note=both(f"{entry.firm.name.zh} 总经理", f"{entry.firm.name.en}, manager"),
            )
            for entry in entries_of(assembly)[:CANDIDATES]
            if entry.person and entry.firm
        ],
    )


def measure(table: Table, assembly: Assembly) -> None:
    """The facts, then each language's file: wall time and the processor's."""
    facts = table.timed(
        "minutes: the facts", 1, lambda: as_data(build_facts(assembly)), "read from the record"
    )
    for language in LANGUAGES:
        _measure(table, facts, language)


def _measure(table: Table, facts: dict[str, Any], language: str) -> None:
    began = time.process_time()
    made = table.timed(
        f"minutes: {WORDS[language]}",
        1,
        lambda: print_minutes(
            facts,
            language=language,
            digest=digest_of(facts),
            version=1,
            state=MinutesState.FINAL,
        ),
        f"{len(facts['meeting']['attendance']['rows'])} on the list, ten items; at most 6 s",
    )
    worked = (time.process_time() - began) * 1000
    table.add(f"minutes: {WORDS[language]}, processor", worked, "ms", "without waiting")
    table.add(f"minutes: {WORDS[language]}, size", len(made) / 1024, "KiB", "")
