"""The demo: the whole chain once, with the command that anyone can run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from elections.crypto import archive

# The demo takes minutes: one process makes it, once.
pytestmark = pytest.mark.xdist_group("demo")

REPOSITORY = Path(__file__).resolve().parents[2]
BOXES = [
    "dues-standard",
    "elect-council",
    "elect-supervisors",
    "elect-officers",
    "elect-chief-supervisor",
]

VOTERS = {"elect-officers": 30, "elect-chief-supervisor": 5}


def run_demo(out: Path) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [sys.executable, "manage.py", "demo", "--out", str(out), "--day", "2026-12-18"]
    return subprocess.run(
        command, cwd=REPOSITORY, env=kept, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("demo")
    done = run_demo(out)
    assert done.returncode == 0, done.stderr[-4000:]
    return out


@pytest.fixture(scope="module")
def summary(demo: Path) -> Any:
    return json.loads((demo / "summary.json").read_text())


def squeezed_text(path: Path) -> str:
    """The text of a PDF without any blank, since where lines break is no matter here."""
    pages = pypdfium2.PdfDocument(path)
    return re.sub(r"\s+", "", "".join(page.get_textpage().get_text_range() for page in pages))


def resolution(summary: Any, matter: str) -> Any:
    found = [row for meeting in summary["meetings"] for row in meeting["resolutions"]]
    return next(row for row in found if row["matter"] == matter)


def test_every_figure_of_the_seed_is_as_before(summary):
    frozen = json.loads((Path(__file__).parent / "demo_figures.json").read_text())

    assert summary == frozen


def test_council_is_contested_and_the_figures_of_each_candidate_add_up(summary):
    (contest,) = resolution(summary, "elect_council")["figures"]["contests"]
    outcomes = [candidate["outcome"] for candidate in contest["candidates"]]

    assert (contest["seats"], len(outcomes), outcomes.count("elected")) == (31, 35, 31)
    assert {
        candidate["for"] + candidate["against"] + candidate["abstain"]
        for candidate in contest["candidates"]
    } == {109}


def test_every_box_has_an_archive_that_the_verifier_accepted(demo, summary):
    assert summary["archives"] == dict.fromkeys(BOXES, True)
    for name in BOXES:
        read = archive.read(demo / f"{name}.bel")
        assert len(read.ballots) == VOTERS.get(name, 109)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", ["到会109家的三分之二以上即73票", "第四届会员大会第一次会议纪要"]),
        ("en", ["Present 109, at least 2/3 required: 73", "Election of the fourth council"]),
    ],
)
def test_minutes_tell_what_was_decided(demo, language, told):
    squeezed = squeezed_text(demo / f"minutes.{language}.pdf")

    for sentence in told:
        assert sentence.replace(" ", "") in squeezed


@pytest.mark.parametrize(("language", "draft"), [("zh", "草案第1稿"), ("en", "Draft,version")])
def test_minutes_are_final_and_wait_for_signatures(demo, language, draft):
    assert draft not in squeezed_text(demo / f"minutes.{language}.pdf")


def test_every_box_and_meeting_has_its_reports_in_both_languages(demo):
    meetings = ("general-assembly", "council", "supervisory-board")
    names = {
        *(f"attendance-{meeting}" for meeting in meetings),
        *(f"{box}.{kind}" for box in BOXES for kind in ("issued", "returned", "result")),
        "minutes",
    }

    assert {path.name for path in demo.glob("*.pdf")} == {
        f"{name}.{language}.pdf" for name in names for language in ("zh", "en")
    }


def test_result_sheet_shows_the_figures_of_the_record(demo, summary):
    figures = resolution(summary, "dues_standard")["figures"]
    text = squeezed_text(demo / "dues-standard.result.zh.pdf")

    for number in ("for", "against", "abstain", "issued", "returned", "valid"):
        assert str(figures[number]) in text


def test_second_demo_in_the_same_folder_is_refused_and_touches_nothing(demo):
    before = (demo / "summary.json").read_bytes()

    done = run_demo(demo)

    assert done.returncode == 1
    assert "holds a demo already" in done.stderr
    assert (demo / "summary.json").read_bytes() == before
