"""All of and any of: the ways in which a motion may be adopted, each a set of thresholds.

A rule with one way is a plain tuple of thresholds, which all apply. Robert's Rules amend bylaws in
either of two: two thirds of the votes cast with previous notice, or a majority of all members.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bylaws.domain.thresholds import Threshold
from bylaws.enums import Base, Comparison


@dataclass(frozen=True, slots=True)
class Way:
    """Every threshold together; `previous_notice`: only where the notice named the subject."""

    thresholds: tuple[Threshold, ...]
    previous_notice: bool = False


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Ways of which each suffices by itself."""

    ways: tuple[Way, ...]


Adoption = tuple[Threshold, ...] | AnyOf


def ways_of(adoption: Adoption) -> tuple[Way, ...]:
    return adoption.ways if isinstance(adoption, AnyOf) else (Way(adoption),)


def is_at_least_as_strict(mine: Adoption, other: Adoption) -> bool:
    """Whether whoever takes any of my ways has taken one of the other's too."""
    return all(any(_covers(way, theirs) for theirs in ways_of(other)) for way in ways_of(mine))


def together(mine: Adoption, other: Adoption) -> Adoption:
    """What keeps both: each of my ways with each of the other's."""
    ways = tuple(
        Way(
            tuple(dict.fromkeys([*way.thresholds, *theirs.thresholds])),
            way.previous_notice or theirs.previous_notice,
        )
        for way in ways_of(mine)
        for theirs in ways_of(other)
    )
    plain = len(ways) == 1 and not ways[0].previous_notice
    return ways[0].thresholds if plain else AnyOf(ways)


def _covers(way: Way, other: Way) -> bool:
    noticed = way.previous_notice or not other.previous_notice
    return noticed and all(
        any(mine.is_at_least_as_strict_as(theirs) for mine in way.thresholds)
        for theirs in other.thresholds
    )


def parse(value: Any) -> Adoption:
    """A threshold of a profile or of the bylaws, as `parameters` describes it.

    Raises KeyError, TypeError or ValueError for another shape, ThresholdInvalid for no share.
    """
    if isinstance(value, Mapping) and "any_of" in value:
        return AnyOf(tuple(_way(row) for row in _some(value["any_of"])))
    rows = value if isinstance(value, list) else [value]
    return tuple(_threshold(row) for row in _some(rows))


def _way(row: Any) -> Way:
    if not isinstance(row, Mapping) or row.keys() - {"all_of", "previous_notice"}:
        raise ValueError("no way of adopting")
    noticed = row.get("previous_notice", False)
    if not isinstance(noticed, bool):
        raise TypeError("not true or false")
    return Way(tuple(_threshold(each) for each in _some(row["all_of"])), noticed)


def _some(rows: Any) -> list[Any]:
    if not isinstance(rows, list) or not rows:
        raise ValueError("no threshold")
    return rows


def _threshold(row: Mapping[str, Any]) -> Threshold:
    count = whole(row["count"]) if "count" in row else 0
    if "num" not in row and count:
        return Threshold(Base(row["base"]), 0, 1, Comparison.GE, count)
    return Threshold(
        base=Base(row["base"]),
        num=whole(row["num"]),
        den=whole(row["den"]),
        comparison=Comparison(row["comparison"]),
        least=count,
    )


def whole(value: Any) -> int:
    """An integer, not below 0; ValueError for anything else."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("not a whole number")
    return value
