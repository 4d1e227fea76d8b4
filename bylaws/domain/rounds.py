"""Seats that a ballot left open: what the rulebook allows for them, and by which rule the ballot
that follows is judged.

A tie for the last seat (CN-E8) and fewer elected than there are seats (CN-E9) are told apart. Texts
differ and most are silent: where none chooses, every way is told as one that the meeting itself has
to decide on, and nothing is chosen for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bylaws.domain.answers import Answer
from bylaws.domain.association_parameters import SHORTFALL_WAYS, TIE_WAYS
from bylaws.domain.parameters import UNLIMITED
from bylaws.domain.rulebook import Rulebook
from bylaws.domain.rules import Citation, Rule
from bylaws.enums import Counting, SeatWay

TIE, SHORTFALL = "election.tie_rule", "election.shortfall"
LOWER_BAR, RUN_OFF_THRESHOLD = "election.lower_bar", "election.run_off_threshold"
EXTRA = "election.another_ballot_extra"


@dataclass(frozen=True, slots=True)
class Allowed:
    """One way. `by_meeting`: no text in force prescribes it, so that the meeting decides for it in
    its own words; `citations` then name what leaves it open, where something does."""

    way: SeatWay
    citations: tuple[Citation, ...]
    by_meeting: bool


def ways_on_tie(book: Rulebook, *, again: bool) -> tuple[Allowed, ...]:
    """What may follow a tie for the last seat. `again`: the seats were voted on before, so that the
    meeting may also decide to leave them."""
    return _ways(book, TIE, TIE_WAYS, again=again)


def ways_on_shortfall(book: Rulebook, *, again: bool, standing: int) -> tuple[Allowed, ...]:
    """What may follow where fewer were elected than there are seats; `standing`: how many stood and
    were not elected. Without any of them there is nobody to vote on again."""
    found = _ways(book, SHORTFALL, SHORTFALL_WAYS, again=again or not standing)
    able = [one for one in found if standing or not one.way.is_ballot]
    known = book.stated(LOWER_BAR) is not None
    return tuple(one for one in able if known or one.way is not SeatWay.LOWER_BAR)


def _ways(
    book: Rulebook, key: str, every: Sequence[SeatWay], *, again: bool
) -> tuple[Allowed, ...]:
    answer = book.stated(key)
    if answer is None:
        return tuple(Allowed(way, book.left_open(key), True) for way in _with_vacancy(every, again))
    chosen = SeatWay(str(answer.value))
    found = [Allowed(chosen, answer.citations, False)]
    if again and chosen is not SeatWay.VACANT:
        found.append(Allowed(SeatWay.VACANT, (), True))
    return tuple(found)


def _with_vacancy(every: Sequence[SeatWay], again: bool) -> tuple[SeatWay, ...]:
    if again and SeatWay.VACANT not in every:
        return (*every, SeatWay.VACANT)
    return tuple(every)


def candidates_in_another_ballot(book: Rulebook, *, seats: int, standing: int) -> int | None:
    """How many of the `standing` not elected are put up for the `seats` left, by the votes they
    had; None where no text says so and the meeting decides."""
    answer = book.stated(EXTRA)
    if answer is None:
        return None
    extra = answer.value
    assert isinstance(extra, int)  # a parameter of the kind "number"
    return standing if extra == UNLIMITED else min(standing, seats + extra)


def rule_in_round(book: Rulebook, rule: Rule, way: SeatWay | None) -> Rule:
    """The rule of a ballot that was held in that `way`; None for a first one.

    Whoever is tied had the votes that elect: where the text says so a run-off asks for no threshold
    again, and the most votes decide. Where it does not, the threshold holds in it too.
    """
    if way is SeatWay.RUN_OFF:
        again = book.stated(RUN_OFF_THRESHOLD)
        if again is not None and again.value is False:
            return rule.by_most_votes(Counting.PLURALITY, again.citations)
    if way is SeatWay.LOWER_BAR:
        return _lowered(book.stated(LOWER_BAR), rule)
    return rule


def _lowered(bar: Answer | None, rule: Rule) -> Rule:
    if bar is None:
        return rule
    assert isinstance(bar.value, tuple)  # a threshold of one way
    return rule.with_thresholds(bar.value, bar.citations)
