"""The others of the example: they come and vote, so that one person can walk through it.

Those whom the newcomer plays (``VISITORS``) are left alone.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db.models import Q

from assemblies.domain.presence import check_in
from assemblies.models import Assembly
from desk.domain.demo import ballots
from desk.domain.demo.meeting import Clock, Progress, Stage, agenda_row, votes_of
from desk.domain.example.accounts import VISITORS
from desk.domain.example.data import read_json
from desk.domain.example.keys import VotingCodes, read_codes
from desk.errors import ExampleMissing
from elections.enums import Channel, ElectionState
from elections.models import Election, RollEntry

CODES = "voting-codes.json"


def come(*, folder: Path, at: datetime) -> int:
    """Check in whoever attends the example's assembly; the number that are new in the hall.

    Raises ExampleMissing, and what the desk refuses.
    """
    _codes, assembly = _example(folder)
    away = read_json("votes.json")["attendance"]
    stay_out = {*VISITORS, *away["absent"], *(row["member_number"] for row in away["excused"])}
    entries = RollEntry.objects.filter(roll=assembly.roll_id, entitled=True)
    before = check_in.present_entries(assembly).count()
    for entry in entries.exclude(firm__membership__number__in=stay_out):
        check_in.check_in(assembly=assembly, entry=entry, by=None, at=at)
    return check_in.present_entries(assembly).count() - before


def vote(*, folder: Path, at: datetime, progress: Progress) -> int:
    """Cast a ballot for everyone else who may and did not yet, in each open box; how many.

    Raises ExampleMissing, and what the box refuses.
    """
    codes, assembly = _example(folder)
    boxes = Election.objects.filter(
        Q(motion__item__assembly=assembly) | Q(motion__item__assembly__parent=assembly),
        state=ElectionState.OPEN,
        channel=Channel.ONLINE,
    )
    with ballots.pool() as workers:
        stage = Stage(
            seed=read_json("votes.json")["seed"],
            codes=codes,
            keys=folder,
            workers=workers,
            clock=Clock(at),
            progress=progress,
        )
        return sum(_vote_in(stage, box) for box in boxes.order_by("opened_at"))


def _vote_in(stage: Stage, box: Election) -> int:
    item = box.motion.item
    row = agenda_row(item.assembly.body.kind, item.position)
    others = waiting(box)
    stage.progress.tell(str(item.title))
    stage.progress.expect(len(others))
    ballots.cast_all(votes_of(stage, box, others, row), stage.workers, stage.progress.step)
    return len(others)


def waiting(box: Election) -> list[RollEntry]:
    """Those other than the visitors who may vote in ``box`` and did not yet."""
    entries = RollEntry.objects.filter(
        participations__election=box, participations__admitted=True, participations__cast=False
    )
    others = entries.exclude(firm__membership__number__in=VISITORS)
    return list(others.select_related("firm__membership", "person"))


def _example(folder: Path) -> tuple[VotingCodes, Assembly]:
    """The example's codes and its assembly: a meeting of real people has no such file."""
    path = folder / CODES
    if not path.exists():
        raise ExampleMissing(folder=str(folder))
    codes, ceremony = read_codes(path)
    assembly = Assembly.objects.filter(ceremony__pk=ceremony, parent=None).first()
    if assembly is None:
        raise ExampleMissing(folder=str(folder))
    return codes, assembly
