"""A lot from a public seed: what nobody can steer and everybody can draw again."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from elections.counting.lot import DRAWN, REFUSED, LotRefused, digest_of, draw, main

SEEDS = st.text(min_size=1, max_size=40)
NAMES = st.lists(
    st.text(st.characters(exclude_characters="|", codec="utf-8"), min_size=1),
    min_size=2,
    max_size=8,
    unique=True,
)


def order(seed: str, names: list[str]) -> list[str]:
    return [one.candidate for one in draw(seed, names)]


@settings(deadline=None)
@given(SEEDS, NAMES, st.randoms())
def test_order_of_the_list_makes_no_difference(seed, names, random):
    shuffled = list(names)
    random.shuffle(shuffled)
    assert order(seed, shuffled) == order(seed, names)


@settings(deadline=None)
@given(SEEDS, NAMES)
def test_all_are_drawn_and_each_once(seed, names):
    assert sorted(order(seed, names)) == sorted(names)


@settings(deadline=None)
@given(SEEDS, NAMES)
def test_whoever_withdraws_leaves_the_order_of_the_others(seed, names):
    whole = order(seed, names)
    if len(names) > 2:
        assert order(seed, [name for name in names if name != whole[0]]) == whole[1:]


def test_every_candidate_can_win_and_about_equally_often():
    """Of 6000 seeds each of three has 2000 to expect; five standard deviations are 183."""
    names = ["甲", "乙", "丙"]
    firsts = Counter(order(f"head|{number:06}", names)[0] for number in range(6000))
    assert set(firsts) == set(names)
    assert max(abs(times - 2000) for times in firsts.values()) < 183


def test_numbers_are_those_that_sha256sum_gives():
    known = subprocess.run(
        "printf '%s' 'abc|123456|a' | sha256sum",
        shell=True,
        capture_output=True,
        text=True,
        check=True,
    )
    assert known.stdout.split()[0] == digest_of("abc|123456", "a")


def test_command_draws_without_the_database(capsys):
    assert main(["abc|123456", "a", "b", "c"]) == DRAWN
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == ["a", "c", "b"]
    apart = subprocess.run(
        [sys.executable, "-m", "elections.counting.lot", "abc|123456", "c", "b", "a"],
        capture_output=True,
        text=True,
        check=True,
        env={},
    )
    assert [line.split()[1] for line in apart.stdout.splitlines()] == ["a", "c", "b"]


@pytest.mark.parametrize(
    ("seed", "names"),
    [
        ("", ["a", "b"]),
        ("s", ["a"]),
        ("s", []),
        ("s", ["a", "a"]),
        ("s", ["a|b", "c"]),
        ("s", ["", "a"]),
    ],
)
def test_what_cannot_be_drawn_from_is_refused(seed, names, capsys):
    with pytest.raises(LotRefused):
        draw(seed, names)
    assert main([seed, *names]) == REFUSED
    assert capsys.readouterr().err.startswith("refused: ")


def test_command_without_anything_is_refused(capsys):
    assert main([]) == REFUSED
