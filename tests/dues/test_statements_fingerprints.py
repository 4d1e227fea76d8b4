"""Overlapping files give the same movements the same fingerprints."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dues.domain.statements import ReadLine, fingerprints, read_statement
from tests.factories.statements import Line, csv_layout_a, make_lines

ACCOUNT = "6222 0000 1111 2222 333"
LINE = ReadLine(
    position=1,
    booked_on=date(2026, 3, 15),
    amount=Decimal("800.00"),
    payer="晋东市岳峰汽车集团有限公司",
    payer_account="DE89 3704 0044 0532 0130 00",
    text="2026年 会费",
    bank_reference="A1",
)
# Few values, so that equal movements on a day are common.
DRAWN = st.builds(
    ReadLine,
    position=st.just(0),
    booked_on=st.integers(0, 4).map(lambda n: date(2026, 3, 1) + timedelta(days=n)),
    amount=st.sampled_from([Decimal("800.00"), Decimal("-12.50")]),
    payer=st.sampled_from(["甲公司", "乙公司"]),
    payer_account=st.sampled_from(["", "1101"]),
    text=st.sampled_from(["会费", ""]),
    bank_reference=st.just(""),
)


def test_fingerprint_is_the_hash_of_what_the_bank_says():
    canonical = (
        '["6222000011112222333","2026-03-15","800.00","晋东市岳峰汽车集团有限公司",'
        '"DE89370400440532013000","2026年会费","A1",1]'
    )
    assert fingerprints(ACCOUNT, [LINE]) == [hashlib.sha256(canonical.encode()).hexdigest()]


def test_fingerprint_differs_with_whatever_the_bank_says():
    others = [
        replace(LINE, booked_on=date(2026, 3, 16)),
        replace(LINE, amount=Decimal("800.01")),
        replace(LINE, amount=Decimal("-800.00")),
        replace(LINE, payer="晋东市另一家有限公司"),
        replace(LINE, payer_account="1"),
        replace(LINE, text="2025年会费"),
        replace(LINE, bank_reference="A2"),
    ]
    found = {fingerprints(ACCOUNT, [line])[0] for line in [LINE, *others]}
    found.add(fingerprints("1", [LINE])[0])
    assert len(found) == 9


def test_fingerprint_is_the_same_for_another_place_or_other_blanks():
    other = replace(LINE, position=7, text="2026年会费 ", payer_account="de89370400440532013000")
    assert fingerprints("6222000011112222333", [other]) == fingerprints(ACCOUNT, [LINE])


def test_equal_movements_of_a_day_are_counted():
    found = fingerprints(ACCOUNT, [LINE, LINE, replace(LINE, booked_on=date(2026, 3, 16))])
    assert len(set(found)) == 3
    assert fingerprints(ACCOUNT, [LINE]) == found[:1]


@given(st.lists(DRAWN, max_size=30))
def test_every_movement_has_a_fingerprint_of_its_own(lines: list[ReadLine]):
    assert len(set(fingerprints(ACCOUNT, lines))) == len(lines)


@given(st.lists(DRAWN, max_size=30), st.randoms(use_true_random=False))
def test_files_that_list_the_same_days_in_any_order_agree(
    lines: list[ReadLine], chance: random.Random
):
    others = list(lines)
    chance.shuffle(others)
    others = [replace(line, position=place) for place, line in enumerate(others, start=1)]
    assert set(fingerprints(ACCOUNT, others)) == set(fingerprints(ACCOUNT, lines))


@given(st.lists(DRAWN, max_size=30), st.tuples(*[st.integers(0, 5)] * 4))
def test_files_of_whole_days_that_overlap_bring_each_movement_once(
    lines: list[ReadLine], bounds: tuple[int, int, int, int]
):
    begins, ends, later_begins, later_ends = bounds

    def part(first: int, until: int) -> list[ReadLine]:
        start = date(2026, 3, 1)
        return [
            line
            for line in lines
            if start + timedelta(days=first) <= line.booked_on < start + timedelta(days=until)
        ]

    known = set(fingerprints(ACCOUNT, part(begins, ends)))
    known |= set(fingerprints(ACCOUNT, part(later_begins, later_ends)))
    days = {
        d
        for first, until in ((begins, ends), (later_begins, later_ends))
        for d in range(first, until)
    }
    brought = [line for line in lines if (line.booked_on - date(2026, 3, 1)).days in days]
    assert len(known) == len(brought)
    assert known <= set(fingerprints(ACCOUNT, lines))


def test_exports_of_overlapping_weeks_agree_on_the_days_they_share():
    lines = make_lines(60, per_day=6)
    twice = lines[30]
    lines.insert(31, twice)
    first, second = lines[:43], [line for line in lines if line.booked_on >= lines[24].booked_on]

    def known(part: list[Line]) -> Counter[str]:
        opening = Decimal("5.00")
        read = read_statement(content=csv_layout_a(part, opening=opening), name="x.csv")
        return Counter(fingerprints(read.account, read.lines))

    shared = known(first) & known(second)
    assert shared.total() == 19
    assert (known(first) | known(second)) == known(lines)
