"""What the demo leaves behind: papers, archives, and the figures of the day."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import deque
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils.translation import gettext
from tqdm import tqdm

from assemblies.models import Assembly, Minutes, QuorumCheck, Resolution
from desk.domain.demo import ballots
from desk.domain.demo.meeting import Clock, Stage
from desk.domain.demo.papers import papers_of, print_all
from desk.domain.demo.run import draw_up_minutes, run_day
from desk.domain.example.data import read_json
from desk.domain.example.load import load_example
from desk.domain.example.meeting import starts_at
from elections.models import Election
from records.domain import documents


def run_demo(*, out: Path, var: Path, day: date, seed: int | None = None) -> None:
    """Load the example, hold its day, and write everything into ``out``."""
    registered_at = datetime.combine(day - timedelta(days=30), time(9), tzinfo=UTC)
    example = load_example(day=day, folder=var / "example", at=registered_at)
    with ballots.pool() as workers, tqdm(total=0, unit="ballot") as bar:
        stage = Stage(
            seed=read_json("votes.json")["seed"] if seed is None else seed,
            codes=example.codes,
            keys=var / "example",
            workers=workers,
            clock=Clock(starts_at(day, "09:00")),
            progress=Progress(bar),
        )
        meetings = run_day(stage=stage, meetings=example.meetings)
        boxes = _boxes(meetings)
        # The workers print the reports while the minutes, which are longer, are drawn up here.
        printed = print_all(papers_of(out, meetings, boxes), workers)
        made = draw_up_minutes(stage=stage, assembly=meetings[0])
        bar.set_description_str(gettext("Count reports"))
        deque(printed, maxlen=0)
    verified = {box.slug: _write_archive(out, box) for box in boxes}
    _write_minutes(out, made)
    summary = summarise(meetings, seed=stage.seed, verified=verified)
    text = json.dumps(summary, ensure_ascii=False, indent=1)
    (out / "summary.json").write_text(text + "\n", encoding="utf-8")


class Progress:
    """The bar on the terminal; it grows with each box that opens."""

    def __init__(self, bar: tqdm[Any]) -> None:
        self.bar = bar

    def tell(self, title: str) -> None:
        self.bar.set_description_str(title)

    def expect(self, ballots: int) -> None:
        self.bar.total = (self.bar.total or 0) + ballots
        self.bar.refresh()

    def step(self) -> None:
        self.bar.update()


def _boxes(meetings: list[Assembly]) -> list[Election]:
    return list(Election.objects.filter(motion__item__assembly__in=meetings).order_by("opened_at"))


def _write_archive(out: Path, box: Election) -> bool:
    """The archive as anyone downloads it, checked by the verifier that needs none of this."""
    path = out / f"{box.slug}.bel"
    for document, target in (
        (box.archive, path),
        (box.supplements, out / f"{box.slug}.supplements.jsons"),
    ):
        if document is not None:
            target.write_bytes(documents.read(document))
    command = [sys.executable, "-m", "elections.crypto.verify", str(path)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _write_minutes(out: Path, made: dict[str, Minutes]) -> None:
    for language, row in made.items():
        assert row.document is not None  # drawn up just before
        (out / f"minutes.{language}.pdf").write_bytes(documents.read(row.document))


def summarise(meetings: list[Assembly], *, seed: int, verified: dict[str, bool]) -> dict[str, Any]:
    """Attendance, thresholds, votes and the elected: the same for the same seed."""
    return {
        "seed": seed,
        "meetings": [_meeting(meeting) for meeting in meetings],
        "archives": verified,
    }


def _meeting(meeting: Assembly) -> dict[str, Any]:
    checks = QuorumCheck.objects.filter(assembly=meeting).order_by("at", "pk")
    resolutions = Resolution.objects.filter(
        motion__item__assembly=meeting, annulled_at__isnull=True
    ).select_related("motion__item")
    return {
        "title": dict(meeting.title),
        "quorum": [
            {
                "entitled": check.entitled,
                "present": check.present,
                "required": check.required,
                "met": check.met,
            }
            for check in checks
        ],
        "resolutions": [_resolution(row) for row in resolutions.order_by("number")],
    }


def _resolution(resolution: Resolution) -> dict[str, Any]:
    figures = dict(resolution.figures)
    for contest in figures.get("contests", []):
        contest.pop("contest", None)
        for candidate in contest["candidates"]:
            candidate.pop("candidate", None)
    return {
        "matter": resolution.motion.item.matter,
        "outcome": resolution.outcome,
        "sentence": dict(resolution.sentence),
        "figures": figures,
    }
