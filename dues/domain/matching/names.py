"""Firms by the names that payers give: whole, cut off by the bank, abridged, or nearly right."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from members.domain.firms.firm_names import FORM, chinese_core, english_core, likeness

LEAST_ALIKE = 80
"""Of 100: below it two names are not thought to be one."""
SHORTEST_CUT = 8
"""Signs of a name that a bank has cut off, from which it is taken for the beginning of one."""
SHORTEST_IN_TEXT = 4
LONGEST_IN_TEXT = 16
COMMON_PAIR = 300
"""A pair of signs that so many firms share tells none of them from the others."""
CANDIDATES = 12

_CHINESE = re.compile("[㐀-鿿]")
_NOT_A_SIGN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Named:
    """Firms that a name may mean, and how nearly, of 100; ``way``: exact, cut or alike."""

    firms: tuple[UUID, ...]
    alike: int
    way: str


NOBODY = Named((), 0, "")


def core_of(name: str, town: tuple[str, str] = ("", "")) -> str:
    """What of a name tells: without place, legal form, spaces, brackets and width."""
    if _CHINESE.search(name):
        return chinese_core(name, town[0])
    return english_core(name, town[1])


def whole(name: str) -> str:
    """A name of one width, without blanks and punctuation."""
    return _NOT_A_SIGN.sub("", unicodedata.normalize(FORM, name)).casefold()


@dataclass
class Names:
    """The names of all firms, laid out for being found; ``town`` in Chinese and English."""

    town: tuple[str, str] = ("", "")
    cores: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    wholes: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    _known: dict[str, Named] = field(default_factory=dict)

    @classmethod
    def of(cls, firms: Iterable[tuple[UUID, Mapping[str, str]]], town: tuple[str, str]) -> Names:
        """From each firm's key and its names by language."""
        made = cls(town)
        for pk, names in firms:
            for name in filter(None, set(names.values())):
                made.cores[core_of(name, town)].add(pk)
                made.wholes[whole(name)].add(pk)
        return made

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.wholes)

    @cached_property
    def _pairs(self) -> dict[str, list[str]]:
        """Cores by each two signs that stand together in them."""
        found: dict[str, list[str]] = defaultdict(list)
        for core in self.cores:
            for pair in _pairs_of(core):
                found[pair].append(core)
        return found

    def find(self, payer: str) -> Named:
        """The firms that the payer's name may mean."""
        found = self._known.get(payer)
        if found is None:
            found = self._known[payer] = self._find(payer) if payer else NOBODY
        return found

    def _find(self, payer: str) -> Named:
        plain, core = whole(payer), core_of(payer, self.town)
        for firms in (self.wholes.get(plain), self.cores.get(core)):
            if firms:
                return Named(tuple(firms), 100, "exact")
        return self._cut_off(plain) or self._alike(core)

    def _cut_off(self, plain: str) -> Named | None:
        if len(plain) < SHORTEST_CUT:
            return None
        place = bisect_left(self._sorted, plain)
        begun: set[UUID] = set()
        for name in self._sorted[place : place + CANDIDATES]:
            if not name.startswith(plain):
                break
            begun |= self.wholes[name]
        return Named(tuple(begun), 95, "cut") if begun else None

    def _alike(self, core: str) -> Named:
        shared: Counter[str] = Counter()
        for pair in _pairs_of(core):
            cores = self._pairs.get(pair, ())
            if len(cores) <= COMMON_PAIR:
                shared.update(cores)
        scored = [(likeness(core, other), other) for other, _n in shared.most_common(CANDIDATES)]
        best = max((score for score, _other in scored), default=0)
        if best < LEAST_ALIKE:
            return NOBODY
        firms = {pk for score, other in scored if score == best for pk in self.cores[other]}
        return Named(tuple(firms), best, "alike")

    def in_text(self, text: str) -> set[UUID]:
        """Firms whose name, without place and legal form, stands within a text."""
        plain = whole(text)
        for length in range(min(LONGEST_IN_TEXT, len(plain)), SHORTEST_IN_TEXT - 1, -1):
            for start in range(len(plain) - length + 1):
                firms = self.cores.get(plain[start : start + length])
                if firms:
                    return firms
        return set()


def _pairs_of(core: str) -> set[str]:
    return {core[place : place + 2] for place in range(len(core) - 1)}
