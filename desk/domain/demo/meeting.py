"""One meeting from its agenda: heard, voted by hand or in the box, resolved."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from assemblies.domain.presence import check_in
from assemblies.domain.sitting import ballot, hands, resolve, session
from assemblies.enums import Method
from assemblies.models import AgendaItem, Assembly, Motion
from desk.domain.demo import ballots, voters
from desk.domain.example.data import read_json
from desk.domain.example.keys import VotingCodes, trustee_key
from elections.crypto import tally
from elections.crypto.election import parse
from elections.domain import decryption, opening, secrecy
from elections.enums import ContestKind
from elections.models import Contest, Election, RollEntry

# What an item takes at the simulated meeting.
ITEM_TAKES = timedelta(minutes=9)


class Clock:
    """The meeting's time, which passes with its acts and not with the machine's work."""

    def __init__(self, at: datetime) -> None:
        self.now = at

    def pass_(self, duration: timedelta) -> datetime:
        self.now += duration
        return self.now


class Progress(Protocol):
    """Whoever watches: what is happening, how many ballots are awaited, and each one cast."""

    def tell(self, title: str) -> None: ...

    def expect(self, ballots: int) -> None: ...

    def step(self) -> None: ...


@dataclass(slots=True)
class Stage:
    """What the meetings of the day share."""

    seed: int
    codes: VotingCodes
    keys: Path
    workers: ProcessPoolExecutor
    clock: Clock
    progress: Progress


def agenda_row(meeting_key: str, position: int) -> dict[str, Any]:
    """The agenda's own entry for an item of a meeting."""
    for meeting in read_json("agenda.json")["meetings"]:
        if meeting["key"] == meeting_key:
            row: dict[str, Any] = meeting["items"][position - 1]
            return row
    raise KeyError(meeting_key)


def run_item(*, stage: Stage, item: AgendaItem, row: dict[str, Any]) -> None:
    """Set an item now, vote on it as its motion says, and put the verdict on record."""
    stage.progress.tell(str(item.title))
    at = stage.clock.pass_(ITEM_TAKES)
    session.set_current(item=item, by=None, at=at)
    motion = Motion.objects.filter(item=item).first()
    if motion is None:
        session.settle_item(item=AgendaItem.objects.get(pk=item.pk), by=None, at=at)
        return
    if motion.method == Method.SECRET:
        _vote_in_the_box(stage, motion, row)
    else:
        _vote_by_hand(stage, motion, row)
    resolve.resolve_motion(motion=motion, by=None, at=stage.clock.pass_(timedelta(minutes=1)))


def _vote_by_hand(stage: Stage, motion: Motion, row: dict[str, Any]) -> None:
    present = check_in.present_entries(motion.item.assembly).select_related("firm__membership")
    numbers = [_number(entry) for entry in present]
    weights = read_json("votes.json")["motions"][row["key"]]
    counted = voters.draw_show_of_hands(
        seed=stage.seed, subject=row["key"], voters=numbers, weights=weights
    )
    hands.record_show_of_hands(
        motion=motion,
        votes_for=counted["for"],
        votes_against=counted["against"],
        abstentions=counted["abstain"],
        by=None,
        at=stage.clock.now,
    )


def _vote_in_the_box(stage: Stage, motion: Motion, row: dict[str, Any]) -> None:
    box = motion.election
    assert box is not None  # every secret vote of the example has its box
    present = list(
        check_in.present_entries(motion.item.assembly).select_related("firm__membership", "person")
    )
    if len(present) < secrecy.SMALL_ELECTORATE:
        opening.consent_to_small_electorate(
            election=box,
            text="会议知悉：投票人数少，一致的结果会显示每人的选择；同意以此方式表决。",
            by=None,
            at=stage.clock.now,
        )
    ballot.open_ballot(motion=motion, by=None, at=stage.clock.now)
    stage.progress.expect(len(present))
    ballots.cast_all(votes_of(stage, box, present, row), stage.workers, stage.progress.step)
    ballot.close_ballot(motion=motion, by=None, at=stage.clock.pass_(timedelta(minutes=10)))
    decrypt(stage, box)
    ballot.publish_ballot(motion=motion, by=None, at=stage.clock.pass_(timedelta(minutes=1)))


def votes_of(
    stage: Stage, box: Election, present: list[RollEntry], row: dict[str, Any]
) -> list[ballots.Vote]:
    """What each of ``present`` brings to the box of the agenda's ``row``."""
    contests = list(box.contests.all())
    keys = [one["key"] for one in row.get("contests", ())] or [row["key"]]
    asked = list(zip(contests, keys, strict=True))
    return [
        ballots.Vote(
            election=str(box.pk),
            entry=str(entry.pk),
            code=stage.codes.of(entry),
            choices=[
                answer
                for contest, key in asked
                for answer in _choices(stage, contest, key, _number(entry))
            ],
        )
        for entry in present
    ]


def _choices(stage: Stage, contest: Contest, key: str, voter: str) -> list[list[int]]:
    drawn = read_json("votes.json")
    if contest.kind == ContestKind.MOTION:
        weights = drawn["motions"][key]
        mark = voters.draw_mark(seed=stage.seed, subject=key, voter=voter, weights=weights)
        return voters.choices_of([mark], slate=False)
    candidates = [
        candidate.firm.membership.number
        for candidate in contest.candidates.select_related("firm__membership")
        if candidate.firm is not None
    ]
    marks = voters.draw_slate(
        seed=stage.seed,
        subject=key,
        voter=voter,
        behaviour=drawn["elections"][key],
        candidates=candidates,
    )
    return voters.choices_of(marks, slate=contest.kind == ContestKind.SLATE)


def _number(entry: RollEntry) -> str:
    assert entry.firm is not None  # every voter of the example acts for a firm
    return entry.firm.membership.number


def decrypt(stage: Stage, box: Election) -> None:
    """As many trustees as are needed decrypt, each with the key read back from its file."""
    box.refresh_from_db()
    description = parse(box.raw)
    assert box.ceremony is not None  # electronic boxes have one
    needed = decryption.shares_needed(box.ceremony)
    for trustee in box.ceremony.trustees.all()[:needed]:
        private = trustee_key(stage.keys, trustee)
        share = tally.partial_decryption(description, box.encrypted_tally, private)
        decryption.submit_partial(
            trustee=trustee, election=box, raw=share, by=None, at=stage.clock.now
        )


def items_of(meeting: Assembly) -> list[AgendaItem]:
    return list(meeting.items.order_by("position"))
