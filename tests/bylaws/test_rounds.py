"""Seats that a ballot left open, as docs/rules/slate.md tells of them."""

from dataclasses import replace

import pytest

from bylaws.domain.elected import CandidateFigures, SlateVerdict, decide_slate
from bylaws.domain.figures import Figures
from bylaws.domain.parameters import BylawsParameter, parse_value
from bylaws.domain.rounds import (
    candidates_in_another_ballot,
    rule_in_round,
    ways_on_shortfall,
    ways_on_tie,
)
from bylaws.domain.rulebook import Rulebook
from bylaws.enums import BodyKind, Counting, Matter, MethodUsed, Outcome, SeatWay
from bylaws.errors import ParameterInvalid
from tests.bylaws.make import make_rulebook
from tests.bylaws.tables import ABSENT, cases, tables

_SLATES, COUNTED, OFFERED, ROUNDS = tables("slate")


def stating(*words: str, profile: str = "cn") -> Rulebook:
    """A rulebook whose bylaws state each of ``words``, "key value"."""
    stated = [
        BylawsParameter(key, value, "第三十条") for key, value in (each.split() for each in words)
    ]
    return make_rulebook(*stated, profile=profile)


def keys(cell: str) -> tuple[str, ...]:
    return () if cell == ABSENT else tuple(cell.split(", "))


def votes_of(cell: str) -> dict[str, int]:
    return {part.split()[0]: int(part.split()[1]) for part in cell.split(", ")}


def decided(
    book: Rulebook,
    votes: dict[str, int],
    *,
    seats: int,
    present: int = 100,
    way: SeatWay | None = None,
) -> SlateVerdict:
    rule = rule_in_round(book, book.rule_for(BodyKind.GENERAL_ASSEMBLY, Matter.ELECT_COUNCIL), way)
    return decide_slate(
        [CandidateFigures(key=key, for_=for_) for key, for_ in votes.items()],
        seats=seats,
        rule=rule,
        figures=Figures(entitled=present, present=present, issued=present, returned=present),
        method_used=MethodUsed.SECRET,
    )


@pytest.mark.parametrize("row", COUNTED, ids=lambda row: f"{row['counting']} {row['votes']}")
def test_most_votes_decide_as_in_the_table(row: dict[str, str]) -> None:
    book = stating(f"election.counting {row['counting']}")
    found = decided(book, votes_of(row["votes"]), seats=int(row["seats"]))
    assert (
        found.elected,
        found.tied_at_edge,
        found.tied_seats,
        found.outvoted,
        found.failed,
        found.unfilled,
    ) == (
        keys(row["elected"]),
        keys(row["tied"]),
        int(row["tied seats"]),
        keys(row["outvoted"]),
        keys(row["without a vote"]),
        int(row["open"]),
    )


def test_relative_majority_elects_where_the_bylaws_say_so() -> None:
    case = next(c for c in cases() if c.get("id") == "DE2")
    votes = {str(n): for_ for n, for_ in enumerate(case["votes"])}
    relative = decided(stating("election.counting plurality"), votes, seats=1, present=39)
    assert (relative.elected, relative.required) == (("2",), None)
    assert relative.sentence("en") == "the most votes decide; seats 1; elected 1; outvoted 3"
    assert relative.sentence("zh") == "以得票多者当选；应选1人；当选1人；得票较少3人"
    assert relative.sentence("de").startswith("die meisten Stimmen entscheiden; ")
    french = relative.sentence("fr").replace("\N{NO-BREAK SPACE}", " ")
    assert french.startswith("le plus grand nombre de voix décide ; ")
    assert [c.zh for c in relative.citations][:1] == ["《章程》第三十条"]


def test_rule_that_most_votes_decide_has_no_threshold_and_lacks_none() -> None:
    """French law leaves the threshold to the bylaws; whoever states plurality needs none."""
    silent = make_rulebook(profile="fr").rule_for(BodyKind.GENERAL_ASSEMBLY, Matter.ELECT_COUNCIL)
    stated = stating("election.counting plurality", profile="fr").rule_for(
        BodyKind.GENERAL_ASSEMBLY, Matter.ELECT_COUNCIL
    )
    assert silent.undeclared is not None
    assert (stated.undeclared, stated.thresholds, stated.counting) == (
        None,
        (),
        Counting.PLURALITY,
    )


def told(row: dict[str, str]) -> list[str]:
    words = [] if row["bylaws"] == ABSENT else [row["bylaws"]]
    book, again = stating(*words, profile=row["profile"]), row["before"] == "yes"
    if row["left by"] == "tie":
        found = ways_on_tie(book, again=again)
    else:
        found = ways_on_shortfall(book, again=again, standing=int(row["standing"]))
    return [f"{one.way.value} (meeting)" if one.by_meeting else one.way.value for one in found]


@pytest.mark.parametrize("row", OFFERED, ids=lambda row: " ".join(row.values())[:60])
def test_ways_as_in_the_table(row: dict[str, str]) -> None:
    assert told(row) == row["offered"].split(", ")


def test_way_that_a_text_prescribes_comes_with_its_citation() -> None:
    (run_off,) = ways_on_tie(make_rulebook(), again=False)
    assert next((c.zh, c.grade.value) for c in run_off.citations) == (
        "《选举法》第45条（类推）",
        "analog",
    )
    (own,) = ways_on_tie(stating("election.tie_rule lot"), again=False)
    assert [c.zh for c in own.citations] == ["《章程》第三十条"]
    open_ = ways_on_shortfall(make_rulebook(), again=False, standing=2)
    assert {len(one.citations) for one in open_} == {3}


@pytest.mark.parametrize("row", ROUNDS, ids=lambda row: f"{row['case']} {row['next votes']}")
def test_next_round_as_in_the_table(row: dict[str, str]) -> None:
    book = make_rulebook(BylawsParameter("election.another_ballot_extra", 1, "第三十条"))
    first = decided(book, votes_of(row["votes"]), seats=int(row["seats"]))
    way, seats = SeatWay(row["way"]), first.tied_seats or first.unfilled
    assert seats == int(row["next seats"])
    if way is SeatWay.RUN_OFF:
        names = first.tied_at_edge
    else:
        number = candidates_in_another_ballot(book, seats=seats, standing=len(first.failed))
        names = first.failed[:number]
    assert names == keys(row["next candidates"])
    second = decided(book, votes_of(row["next votes"]), seats=seats, way=way)
    assert second.declared == keys(row["elected then"])


def test_lower_bar_as_in_the_cases() -> None:
    """X7: a third of a hundred votes is reached by 34."""
    case = next(c for c in cases() if c.get("id") == "X7")
    assert "one_third(>=34 of votes)" in case["expect"]
    first = decided(make_rulebook(), case["votes"], seats=case["seats"], present=case["present"])
    assert (first.elected, first.unfilled, first.required) == (("A", "B"), 1, case["need"])
    lowered = decided(make_rulebook(), {"C": 34, "D": 33}, seats=1, way=SeatWay.LOWER_BAR)
    assert (lowered.required, lowered.of, lowered.declared) == (34, 100, ("C",))
    assert lowered.rule.citations["thresholds"][1].zh == "《村民委员会组织法》第十五条（类推）"


def test_run_off_keeps_the_threshold_where_no_text_lowers_it() -> None:
    kept = decided(make_rulebook(profile="de"), {"B": 20, "C": 19}, seats=1, way=SeatWay.RUN_OFF)
    assert kept.rule.counting is Counting.THRESHOLD
    lifted = decided(make_rulebook(), {"B": 20, "C": 19}, seats=1, way=SeatWay.RUN_OFF)
    assert (lifted.rule.counting, lifted.declared) == (Counting.PLURALITY, ("B",))


def test_tie_in_a_run_off_elects_nobody_again() -> None:
    found = decided(make_rulebook(), {"B": 50, "C": 50}, seats=1, way=SeatWay.RUN_OFF)
    assert (found.outcome, found.tied_at_edge, found.tied_seats) == (Outcome.FAILED, ("B", "C"), 1)


def test_nobody_drops_out_of_another_ballot_under_roberts_rules() -> None:
    book = make_rulebook(profile="ronr")
    assert candidates_in_another_ballot(book, seats=1, standing=7) == 7
    assert candidates_in_another_ballot(make_rulebook(), seats=1, standing=7) is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("election.tie_rule", "vacant"),
        ("election.tie_rule", "coin"),
        ("election.shortfall", "lot"),
        ("election.counting", "ranking"),
        ("election.counting", 1),
    ],
)
def test_choice_that_is_none_is_refused(key: str, value: object) -> None:
    with pytest.raises(ParameterInvalid):
        parse_value(key, value)


def test_rule_of_a_first_round_is_the_matters_own() -> None:
    book = make_rulebook()
    rule = book.rule_for(BodyKind.GENERAL_ASSEMBLY, Matter.ELECT_COUNCIL)
    assert rule_in_round(book, rule, None) == rule
    assert rule_in_round(book, rule, SeatWay.ANOTHER_BALLOT) == replace(rule)
