"""Papers set in a process of their own: the same files, and none lost when it is ended."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings

from records.domain import press as presses
from records.domain.pdf_many import Sheaf, sheaf_of, small_faces
from records.domain.press import PressApart, PressHere, opened_press
from records.errors import PaperIncomplete, PressEnded
from tests.factories.pdf import pages_of, text_of
from tests.factories.pdf_structure import font_faults_of

SEAT = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 12, 18, 1, 5, tzinfo=UTC)
BREAK = "<style>section { break-before: page }</style>"
TEMPLATES = {
    "numbers.html": (
        '<!doctype html><html><head><title>样张</title><link rel="stylesheet" '
        f'href="paper:///print/paper.css">{BREAK}</head><body>{{% for word in words %}}'
        '<section id="p{{ forloop.counter0 }}">应到{{ word }}家</section>{% endfor %}</body></html>'
    ),
    "missing.html": '<link rel="stylesheet" href="paper:///print/nowhere.css">',
}


@pytest.fixture(autouse=True)
def _templates() -> Iterator[None]:
    engine = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", TEMPLATES)]},
    }
    with override_settings(TEMPLATES=[engine]):
        yield


def sheaf(*words: str, template: str = "numbers.html") -> Sheaf:
    return sheaf_of(
        template=template,
        context={"words": words},
        count=len(words),
        language="zh",
        zone=SEAT,
        dated=AT,
        faces=small_faces("应到家"),
    )


def all_files(press: PressHere | PressApart, ends: Callable[[int], None] = int) -> list[bytes]:
    """Five papers of two sheaves and the file of all; ``ends`` is told how many are made."""
    made: list[bytes] = []
    for words in (("1", "2", "3"), ("4", "5")):
        press.lay_out(sheaf(*words))
        for place in range(len(words)):
            ends(len(made))
            made.append(press.write(place))
    ends(len(made))
    return [*made, press.together()]


@pytest.fixture(scope="module")
def expected() -> list[bytes]:
    engine = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", TEMPLATES)]},
    }
    with override_settings(TEMPLATES=[engine]):
        return all_files(PressHere(keeps=True))


def test_files_are_the_same_from_a_process_apart(expected):
    with closing(PressApart(keeps=True)) as press:
        made = all_files(press)

    assert made == expected
    assert [text_of(content) for content in made[:5]] == [f"应到{n}家" for n in range(1, 6)]
    assert (pages_of(made[-1]), text_of(made[-1])) == (5, "".join(map(text_of, made[:5])))


@pytest.mark.parametrize("after", [(0,), (2,), (3,), (5,), (1, 4)], ids=str)
def test_paper_is_made_by_another_process_when_one_is_killed(expected, after):
    with closing(PressApart(keeps=True)) as press:

        def kill(made: int) -> None:
            if made in after:
                os.kill(press.process, signal.SIGKILL)

        assert all_files(press, kill) == expected


def test_processes_that_end_one_after_the_other_are_told_of(monkeypatch):
    """As where the machine has no memory for them."""
    monkeypatch.setattr(presses, "CHILD", "records.domain.no_such_press")

    with closing(PressApart(keeps=False)) as press:
        press.lay_out(sheaf("1"))
        with pytest.raises(PressEnded, match=r"ended twice \(status 1"):
            press.write(0)


def test_cut_faces_name_glyphs_as_every_reader_finds_them(expected):
    """Chromium's reader goes by places and showed them all; others go by the face's numbers."""
    assert [font_faults_of(content) for content in expected] == [[]] * 6


def test_what_is_wrong_with_a_paper_is_raised_here_and_the_next_is_made():
    with closing(PressApart(keeps=False)) as press:
        press.lay_out(sheaf("1", template="missing.html"))
        with pytest.raises(PaperIncomplete, match="nowhere"):
            press.write(0)
        press.lay_out(sheaf("2"))
        assert text_of(press.write(0)) == "应到2家"


def test_process_ends_with_its_press():
    with closing(PressApart(keeps=False)) as press:
        press.lay_out(sheaf("1"))
        press.write(0)
        process = press.process

    assert not Path(f"/proc/{process}").exists()


def test_machine_of_one_core_sets_papers_in_the_process_itself():
    every_core = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(every_core)})
    try:
        with opened_press(keeps=True) as press:
            assert type(press) is PressHere
    finally:
        os.sched_setaffinity(0, every_core)
