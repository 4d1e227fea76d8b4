"""The invented association as data: who belongs, who stands, who counts."""

import csv
import re
from collections import Counter
from datetime import date
from typing import Any

import pytest

from bylaws.domain.profiles import load_profile
from tests.desk.example_files import EXAMPLE, OFFICES, load, numbers, officers, tellers

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ASSEMBLY_ON = date(2026, 12, 1)


@pytest.fixture(scope="module")
def firms() -> list[dict[str, str]]:
    with (EXAMPLE / "firms.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def active(firms: list[dict[str, str]]) -> dict[str, dict[str, str]]:
    return {firm["member_number"]: firm for firm in firms if firm["status"] == "active"}


@pytest.fixture(scope="module")
def candidates() -> Any:
    return load("candidates.json")


def named_people(value: Any) -> list[dict[str, Any]]:
    """Every object at any depth that names a person by the firm's number."""
    if isinstance(value, list):
        return [person for item in value for person in named_people(item)]
    if not isinstance(value, dict):
        return []
    own = [value] if "member_number" in value and "name" in value else []
    return own + [person for item in value.values() for person in named_people(item)]


def age_on(born_on: str, day: date) -> int:
    born = date.fromisoformat(born_on)
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def check_character(code: str) -> str:
    """GB 32100-2015, 5.2."""
    total = sum(ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:17]))
    return ALPHABET[-total % 31]


def test_codes_have_valid_check_characters_and_an_unused_region(firms):
    codes = [firm["uscc"] for firm in firms] + [load("association.json")["uscc"]]

    assert [code for code in codes if len(code) != 18] == []
    assert [code for code in codes if code[17] != check_character(code)] == []
    assert {code[2:6] for code in codes} == {"4807"}


@pytest.mark.parametrize(
    "column", ["member_number", "name_zh", "name_en", "uscc", "representative_zh", "email"]
)
def test_firms_are_told_apart_by_every_identifying_column(firms, column):
    counted = Counter(firm[column] for firm in firms)

    assert [value for value, count in counted.items() if count > 1] == []
    assert "" not in counted


def test_register_has_the_standings_and_classes_of_the_story(firms):
    assert Counter(firm["status"] for firm in firms) == {
        "active": 126,
        "suspended": 3,
        "resigned": 4,
        "deregistered": 2,
    }
    assert Counter(firm["class"] for firm in firms) == {
        "president": 1,
        "vice_president": 6,
        "council": 24,
        "ordinary": 104,
    }
    assert {firm["class"] for firm in firms if firm["status"] != "active"} == {"ordinary"}


def test_every_other_standing_has_a_date_after_joining_and_a_reason(firms):
    ended = [firm for firm in firms if firm["status"] != "active"]

    assert all(firm["joined_on"] < firm["status_from"] for firm in ended)
    assert all(firm["status_reason_zh"] and firm["status_reason_en"] for firm in ended)
    assert [firm for firm in firms if firm["status"] == "active" and firm["status_from"]] == []


def test_firms_are_listed_and_numbered_in_the_order_of_joining(firms):
    assert [firm["member_number"] for firm in firms] == [f"JD{n:04d}" for n in range(1, 136)]
    assert [firm["joined_on"] for firm in firms] == sorted(firm["joined_on"] for firm in firms)


def test_addresses_of_mail_can_belong_to_nobody(firms, candidates):
    addresses = [firm["email"] for firm in firms] + [s["email"] for s in candidates["staff"]]

    assert [a for a in addresses if not re.fullmatch(r"[a-z.]+@[a-z-]+\.example", a)] == []


def test_third_term_seats_the_firms_above_the_ordinary_class(active):
    third = load("third_term.json")
    seated = numbers(third["council"])
    above = {number for number, firm in active.items() if firm["class"] != "ordinary"}
    officers_then = numbers(
        [
            third["officers"]["president"],
            *third["officers"]["vice_presidents"],
            third["officers"]["secretary_general"],
        ]
    )

    assert (len(seated), set(seated)) == (31, above)
    assert (len(officers_then), len(set(officers_then))) == (7, 7)
    assert set(officers_then) <= set(seated)
    assert len(third["supervisors"]) == 3
    assert not set(numbers(third["supervisors"])) & set(seated)
    assert third["chief_supervisor"]["member_number"] in numbers(third["supervisors"])


@pytest.mark.parametrize("name", ["third_term.json", "candidates.json"])
def test_everyone_named_represents_an_active_firm(active, name):
    people = named_people(load(name))

    assert len(people) > 40
    for person in people:
        firm = active[person["member_number"]]
        assert person["name"] == {"zh": firm["representative_zh"], "en": firm["representative_en"]}
        if "firm" in person:
            assert person["firm"] == {"zh": firm["name_zh"], "en": firm["name_en"]}
            assert person["post"] == {"zh": firm["post_zh"], "en": firm["post_en"]}


def test_council_is_contested_and_supervisors_fill_their_seats(candidates):
    council, board = candidates["council"], candidates["supervisors"]

    assert (council["seats"], len(set(numbers(council["candidates"])))) == (31, 35)
    assert (board["seats"], len(set(numbers(board["candidates"])))) == (5, 5)


def test_candidates_are_listed_by_the_strokes_of_their_surnames(candidates):
    for slate in ("council", "supervisors"):
        strokes = [person["surname_strokes"] for person in candidates[slate]["candidates"]]
        assert strokes == sorted(strokes)


def test_nobody_stands_for_council_and_supervisors(candidates):
    council = set(numbers(candidates["council"]["candidates"]))

    assert not council & set(numbers(candidates["supervisors"]["candidates"]))


def test_officers_stand_once_and_for_the_council_too(candidates):
    standing = [number for office in officers(candidates).values() for number in office]

    assert {office: len(people) for office, people in officers(candidates).items()} == {
        "president": 1,
        "vice_presidents": 5,
        "secretary_general": 1,
    }
    assert len(standing) == len(set(standing))
    assert set(standing) <= set(numbers(candidates["council"]["candidates"]))
    assert set(numbers(candidates["chief_supervisor"]["candidates"])) <= set(
        numbers(candidates["supervisors"]["candidates"])
    )


def test_officers_are_young_enough_for_the_whole_term_and_not_in_a_third_term(candidates):
    groups = [candidates["officers"][office] for office in OFFICES]
    standing = [
        p for group in [*groups, candidates["chief_supervisor"]] for p in group["candidates"]
    ]
    end_of_term = ASSEMBLY_ON.replace(year=ASSEMBLY_ON.year + 5)

    assert [p["name"]["zh"] for p in standing if age_on(p["born_on"], end_of_term) > 70] == []
    assert [p["name"]["zh"] for p in standing if p["consecutive_terms_served"] >= 2] == []


def test_whoever_counts_or_keeps_the_codes_is_no_candidate(candidates):
    standing = {
        *numbers(candidates["council"]["candidates"]),
        *numbers(candidates["supervisors"]["candidates"]),
    }
    authority = candidates["credential_authority"]["member_number"]
    chair = candidates["chairs"]["general_assembly"]["member_number"]

    assert len(set(tellers(candidates))) == 5
    assert not standing & {*tellers(candidates), authority, chair}
    assert authority in numbers(load("third_term.json")["supervisors"])
    assert authority not in tellers(candidates)
    assert [p["trustee"] for p in candidates["scrutineers"]["scrutineers"]] == [True, True]


def test_chair_of_a_body_sits_in_it(candidates):
    chairs = candidates["chairs"]

    assert chairs["council"]["member_number"] in numbers(candidates["council"]["candidates"])
    assert chairs["supervisory_board"]["member_number"] in numbers(
        candidates["supervisors"]["candidates"]
    )


def test_rules_named_by_the_candidates_are_rules_of_the_profile(candidates):
    known = {rule.id for rule in load_profile(load("association.json")["profile"]).rules}
    groups = ["council", "supervisors", "officers", "chief_supervisor", "scrutineers"]
    cited = {rule for group in groups for rule in candidates[group]["rules"]}

    assert cited - known == set()


def test_attendance_adds_up_and_leaves_no_office_empty(active, candidates):
    attendance = load("votes.json")["attendance"]
    excused, absent = numbers(attendance["excused"]), attendance["absent"]
    late = numbers(attendance["late"])
    authority = candidates["credential_authority"]["member_number"]
    needed = {
        *tellers(candidates),
        *numbers(list(candidates["chairs"].values())),
        *numbers(candidates["supervisors"]["candidates"]),
        *(number for office in officers(candidates).values() for number in office),
        authority,
    }
    away = {*excused, *absent}

    assert len(away) == len(excused) + len(absent) == 9 + 8
    assert attendance["entitled"] == len(active) == attendance["present"] + len(away)
    assert {*away, *late} <= set(active)
    assert not away & {*late, *needed}


def test_motion_on_scrutineers_names_everyone_of_them(candidates, active):
    (motion,) = (
        item["motion"]
        for item in load("agenda.json")["meetings"][0]["items"]
        if item["key"] == "scrutineers"
    )
    named = [active[number] for number in tellers(candidates)]

    assert [
        f["representative_zh"] for f in named if f["representative_zh"] not in motion["zh"]
    ] == []
    assert [
        f["representative_en"] for f in named if f["representative_en"] not in motion["en"]
    ] == []


def test_files_are_utf_8_with_plain_line_ends():
    paths = [path for path in EXAMPLE.rglob("*") if path.is_file()]

    assert len(paths) >= 15
    assert [
        p.name for p in paths if b"\r" in p.read_bytes() or b"\xef\xbb\xbf" in p.read_bytes()
    ] == []
