"""Entries that may be one firm entered twice: pairs with a score and the reasons in words.

Every firm is compared only with those that share something telling with it (a block), so that ten
thousand firms take seconds. A pair that was found to be two firms is never offered again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bylaws.models import Association
from members.domain.firms.firm_names import Core, chinese_cores, english_cores, likeness_in_register
from members.models import Firm, Merge

LEAST = 60
"""From this score on a pair is worth a look: names alike in 86 of 100, or 70 and a reason more."""
NAME_PARTS = 70
SAME_NAME = 15
NEAR_CODE = 20
LEAST_ALIKE = 60
# An address that so many share is a building, a number that so many share a switchboard.
LARGEST_BLOCK = 40
NEIGHBOURS = 6
CODE_BODY = 17

SAME: dict[str, tuple[int, str | Promise]] = {
    "phone": (12, gettext_lazy("Same telephone number.")),
    "email": (12, gettext_lazy("Same e-mail address.")),
    "address": (10, gettext_lazy("Same address.")),
    "legal_representative": (10, gettext_lazy("Same legal representative.")),
}
"""What adds how much where it is the same, and the reason."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two firms by their keys; ``same`` are keys of :data:`SAME`."""

    first: UUID
    second: UUID
    score: int
    alike: int
    near_code: bool
    same: tuple[str, ...]

    @property
    def reasons(self) -> list[str]:
        """Why they may be one, in the reader's language."""
        found = []
        if self.alike == 100:
            found.append(_("Same name but for place, legal form, spaces and punctuation."))
        elif self.alike >= LEAST_ALIKE:
            found.append(_("Names alike in %(alike)s of 100.") % {"alike": self.alike})
        if self.near_code:
            found.append(
                _("The codes differ in one character, and the check character that follows.")
            )
        return found + [str(SAME[key][1]) for key in self.same]


@dataclass(frozen=True, slots=True)
class _Row:
    pk: UUID
    zh: Core
    en: Core
    code: str
    values: dict[str, str]


def find_duplicates(*, least: int = LEAST) -> list[Pair]:
    """Pairs of at least that score, the likeliest first."""
    rows = _rows()
    settled = _settled()
    found = []
    for first, second in _candidates(rows):
        pair = _weigh(first, second)
        if pair is not None and pair.score >= least and (pair.first, pair.second) not in settled:
            found.append(pair)
    return sorted(found, key=lambda pair: (-pair.score, str(pair.first), str(pair.second)))


def _settled() -> set[tuple[UUID, UUID]]:
    known = Merge.objects.filter(distinct=True).values_list("kept", "dropped")
    return {_ordered(first, second) for first, second in known}


def _ordered(first: UUID, second: UUID) -> tuple[UUID, UUID]:
    return (first, second) if str(first) < str(second) else (second, first)


def _rows() -> list[_Row]:
    seats = Association.objects.values_list("seat", flat=True).first()
    zh, en = (seats.zh, seats.en) if seats else ("", "")
    towns = (zh.removesuffix("市"), en.split(",")[0].removesuffix(" City"))
    fields = ("pk", "name", "registration_code", *SAME)
    found = list(Firm.objects.filter(merged_into__isnull=True).values(*fields))
    chinese = chinese_cores((row["name"].get("zh", "") for row in found), towns[0])
    english = english_cores((row["name"].get("en", "") for row in found), towns[1])
    return [
        _Row(
            pk=row["pk"],
            zh=zh_core,
            en=en_core,
            code=row["registration_code"][:CODE_BODY],
            values={key: _plain(key, row[key]) for key in SAME},
        )
        for row, zh_core, en_core in zip(found, chinese, english, strict=True)
    ]


def _plain(key: str, text: str) -> str:
    """As it is compared: digits of a telephone number, other texts without case and spaces."""
    if key == "phone":
        return "".join(sign for sign in text if sign.isdigit())
    return "".join(text.split()).casefold()


def _candidates(rows: Sequence[_Row]) -> Iterator[tuple[_Row, _Row]]:
    """Each pair worth weighing, once."""
    seen = set()
    for first, second in _sharing(rows):
        ordered = _ordered(first.pk, second.pk)
        if ordered not in seen:
            seen.add(ordered)
            yield (first, second) if first.pk == ordered[0] else (second, first)


def _sharing(rows: Sequence[_Row]) -> Iterator[tuple[_Row, _Row]]:
    for key in SAME:
        yield from _blocks((row.values[key], row) for row in rows)
    yield from _blocks((row.zh.whole, row) for row in rows)
    yield from _blocks((row.en.whole, row) for row in rows)
    # One character left out: two codes that differ only there meet.
    yield from _blocks(
        (f"{place}{row.code[:place]}?{row.code[place + 1 :]}", row)
        for row in rows
        for place in range(len(row.code))
    )
    # Names that begin or end alike stand side by side when sorted.
    for sort in (_forward, _backward, _english):
        ordered = sorted((row for row in rows if sort(row)), key=sort)
        for place, row in enumerate(ordered):
            for other in ordered[place + 1 : place + 1 + NEIGHBOURS]:
                yield row, other


def _forward(row: _Row) -> str:
    return row.zh.whole


def _backward(row: _Row) -> str:
    return row.zh.whole[::-1]


def _english(row: _Row) -> str:
    return row.en.whole


def _blocks(keyed: Iterable[tuple[str, _Row]]) -> Iterator[tuple[_Row, _Row]]:
    blocks: dict[str, list[_Row]] = defaultdict(list)
    for key, row in keyed:
        if key:
            blocks[key].append(row)
    for block in blocks.values():
        if 1 < len(block) <= LARGEST_BLOCK:
            yield from combinations(block, 2)


def _weigh(first: _Row, second: _Row) -> Pair | None:
    alike = max(
        likeness_in_register(first.zh, second.zh), likeness_in_register(first.en, second.en)
    )
    if alike < LEAST_ALIKE:
        return None
    same = tuple(key for key in SAME if first.values[key] and _shared(key, first, second))
    near = _one_off(first.code, second.code)
    score = alike * NAME_PARTS // 100 + (SAME_NAME if alike == 100 else 0)
    score += sum(SAME[key][0] for key in same) + (NEAR_CODE if near else 0)
    return Pair(first.pk, second.pk, min(score, 100), alike, near, same)


def _shared(key: str, first: _Row, second: _Row) -> bool:
    return first.values[key] == second.values[key]


def _one_off(first: str, second: str) -> bool:
    if len(first) != len(second):
        return False
    return sum(a != b for a, b in zip(first, second, strict=True)) == 1
