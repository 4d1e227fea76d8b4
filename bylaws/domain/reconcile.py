"""The equalities that a count must satisfy before anything is concluded from it (CN-E2, CN-E12)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bylaws.domain.figures import Figures
from bylaws.errors import CountDoesNotReconcile, FailedEquality

NAMES_ZH = {
    "entitled": "应到数",
    "present": "到会数",
    "issued": "发出选票",
    "returned": "收回选票",
    "valid": "有效票",
}
NAMES_EN = {
    "entitled": "those entitled",
    "present": "those present",
    "issued": "ballots issued",
    "returned": "ballots returned",
    "valid": "valid ballots",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CountLine:
    """One line of a result sheet: a candidate, or the motion itself.

    `partly_invalid` counts the ballots that are valid but unreadable on this line; a motion is
    the only line of its ballot, so there it is None.
    """

    zh: str
    en: str
    for_: int
    against: int
    abstain: int
    partly_invalid: int | None = None


def check_count(
    *,
    present: int,
    issued: int,
    returned: int,
    valid: int,
    invalid: int,
    lines: Sequence[CountLine] = (),
    seats: int | None = None,
) -> None:
    """Raise CountDoesNotReconcile naming each equality that fails, with its numbers.

    `lines` of one ballot paper; `seats` where the for-marks of a paper are capped at the seats.
    More ballots returned than issued void the whole ballot (`is_void`).
    """
    failed = [
        *_at_most("issued", issued, "present", present),
        *_at_most("returned", returned, "issued", issued),
        *_valid_and_invalid(valid, invalid, returned),
    ]
    for line in lines:
        failed += _line(line, valid)
    if seats is not None:
        failed += _marks(sum(line.for_ for line in lines), valid, seats)
    if failed:
        raise CountDoesNotReconcile(failed, is_void=returned > issued)


def check_figures(figures: Figures) -> None:
    """The same for a vote whose figures may be incomplete: whatever is recorded must agree.

    A show of hands has no ballots; its votes together may not exceed those present.
    """
    f = figures
    failed: list[FailedEquality] = []
    order = ("entitled", "present", "issued", "returned")
    known = [(name, getattr(f, name)) for name in order if getattr(f, name) is not None]
    for (larger, most), (smaller, value) in pairwise(known):
        failed += _at_most(smaller, value, larger, most)
    if f.returned is not None and f.valid is not None and f.invalid is not None:
        failed += _valid_and_invalid(f.valid, f.invalid, f.returned)
    failed += _votes(figures)
    if failed:
        is_void = f.returned is not None and f.issued is not None and f.returned > f.issued
        raise CountDoesNotReconcile(failed, is_void=is_void)


def _votes(f: Figures) -> Iterator[FailedEquality]:
    if f.valid is not None and None not in (f.for_, f.against, f.abstain):
        line = CountLine(
            zh="", en="", for_=f.for_ or 0, against=f.against or 0, abstain=f.abstain or 0
        )
        yield from _line(line, f.valid)
        return
    bound = "valid" if f.valid is not None else "present"
    most = getattr(f, bound)
    votes = [v for v in (f.for_, f.against, f.abstain) if v is not None]
    if most is not None and sum(votes) > most:
        yield FailedEquality(
            code="votes_exceed",
            zh=f"赞成、反对与弃权{_sum_text(votes, '')}应当不多于{NAMES_ZH[bound]}（{most}）",
            en=f"for, against and abstain {_sum_text(votes, ' ')} must not exceed "
            f"{NAMES_EN[bound]} ({most})",
        )


def _at_most(smaller: str, value: int, larger: str, most: int) -> Iterator[FailedEquality]:
    if value > most:
        yield FailedEquality(
            code=f"{smaller}_exceeds_{larger}",
            zh=f"{NAMES_ZH[smaller]}（{value}）应当不多于{NAMES_ZH[larger]}（{most}）",
            en=f"{NAMES_EN[smaller]} ({value}) must not exceed {NAMES_EN[larger]} ({most})",
        )


def _valid_and_invalid(valid: int, invalid: int, returned: int) -> Iterator[FailedEquality]:
    if valid + invalid != returned:
        yield FailedEquality(
            code="valid_and_invalid",
            zh=f"有效票与无效票之和{_sum_text([valid, invalid], '')}应当等于收回选票（{returned}）",
            en=f"valid plus invalid ballots {_sum_text([valid, invalid], ' ')} must equal "
            f"ballots returned ({returned})",
        )


def _line(line: CountLine, valid: int) -> Iterator[FailedEquality]:
    parts = [line.for_, line.against, line.abstain]
    names_zh, names_en = "赞成、反对与弃权", "for, against and abstain"
    if line.partly_invalid is not None:
        parts.append(line.partly_invalid)
        names_zh, names_en = (
            "赞成、反对、弃权与部分无效",
            "for, against, abstain and partly invalid",
        )
    if sum(parts) != valid:
        yield FailedEquality(
            code="line_and_valid",
            zh=f"{line.zh}{'：' if line.zh else ''}{names_zh}之和{_sum_text(parts, '')}"
            f"应当等于有效票（{valid}）",
            en=f"{line.en}{': ' if line.en else ''}{names_en} {_sum_text(parts, ' ')} "
            f"must equal valid ballots ({valid})",
        )


def _marks(marks: int, valid: int, seats: int) -> Iterator[FailedEquality]:
    if marks > valid * seats:
        yield FailedEquality(
            code="marks_exceed_seats",
            zh=f"赞成票总数（{marks}）应当不多于有效票与应选名额之积"
            f"（{valid}×{seats}={valid * seats}）",
            en=f"votes for of all candidates ({marks}) must not exceed valid ballots times seats "
            f"({valid} × {seats} = {valid * seats})",
        )


def _sum_text(parts: Sequence[int], space: str) -> str:
    plus = f"{space}+{space}".join(str(part) for part in parts)
    opening, closing = ("（", "）") if not space else ("(", ")")
    return f"{opening}{plus}{space}={space}{sum(parts)}{closing}"
