"""An amendment as a list to read: each change with its place and the words that it touches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from bylaws.domain import stored
from bylaws.domain.text.changes import Applied, Change, Insert, Move, Repeal, Replace, Substitute
from bylaws.domain.text.provisions import Provision, citations, places
from bylaws.domain.text.redline import Run, diff_runs
from bylaws.enums import Op, Scheme
from bylaws.models import Amendment
from bylaws.models import Change as ChangeRow

AROUND = 18
"""Characters kept on each side of a changed stretch."""
ELISION = "…"


@dataclass(frozen=True, slots=True)
class Entry:
    """A change and how it is shown. Numbers as cited in the base and in the amended text, empty
    where that lacks the provision; ``provision`` is what one opens, edits and comments on."""

    row: ChangeRow
    old_number: str
    new_number: str
    runs: tuple[Run, ...]
    provision: UUID | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Conformed:
    """A provision that only follows the numbers."""

    number: str
    provision: UUID
    runs: tuple[Run, ...]


class Outline:
    """What an amendment does, from what it was applied to and what came of that."""

    def __init__(
        self,
        amendment: Amendment,
        base: Sequence[Provision],
        applied: Applied,
        rows: Sequence[ChangeRow],
    ) -> None:
        scheme = Scheme(amendment.base.numbering)
        self.rows, self.applied = rows, applied
        self.base = {p.identity: p for p in base}
        self.now = {p.identity: p for p in applied.provisions}
        self.old_numbers = _numbers(base, scheme)
        self.new_numbers = _numbers(applied.provisions, scheme)
        self.new_marks = {
            p.identity: place.mark
            for p, place in zip(applied.provisions, places(applied.provisions, scheme), strict=True)
        }

    def entries(self) -> Iterator[Entry]:
        for row in self.rows:
            yield self._entry(row, stored.change_of(row))

    def conformed(self) -> list[Conformed]:
        return [
            Conformed(
                self.new_numbers[one.id],
                one.id,
                shortened(tuple(_conforming_runs(one.old_text, one.new_text))),
            )
            for one in self.applied.conforming
        ]

    def number_of(self, provision: UUID | None) -> str:
        """As cited in the amended text, else in the base."""
        if provision is None:
            return ""
        return self.new_numbers.get(provision) or self.old_numbers.get(provision, "")

    def _entry(self, row: ChangeRow, change: Change) -> Entry:
        if isinstance(change, Substitute):
            return self._substituted(row, change)
        if isinstance(change, Replace):
            return self._replaced(row, change)
        if isinstance(change, Insert):
            first = change.provisions[0].identity
            lines = [self._line(p.identity, p.text) for p in change.provisions]
            put_in = (Run(Op.INSERT, "\n".join(lines)),)
            return Entry(row, "", self.new_numbers.get(first, ""), put_in, first)
        first = change.ids[0]
        old, new = self.old_numbers.get(first, ""), self.new_numbers.get(first, "")
        texts = [self.base[i].text for i in change.ids if i in self.base]
        if isinstance(change, Repeal):
            return Entry(row, old, new, (Run(Op.DELETE, "\n".join(texts)),), first)
        runs = shortened((Run(Op.KEEP, texts[0] if texts else ""), Run(Op.KEEP, "")))
        return Entry(row, old, new, runs, first, self._behind(change))

    def _line(self, provision: UUID, text: str) -> str:
        now = self.now.get(provision)
        is_article = now is not None and self.new_marks[provision] == self.new_numbers[provision]
        mark = "" if now is None or is_article else self.new_marks[provision]
        return f"{mark}{now.text if now else text}"

    def _replaced(self, row: ChangeRow, change: Replace) -> Entry:
        identity = change.provision.identity
        old = self.base[identity].text if identity in self.base else ""
        now = self.now.get(identity)
        return Entry(
            row,
            self.old_numbers.get(identity, ""),
            self.new_numbers.get(identity, ""),
            shortened(diff_runs(old, now.text if now else change.provision.text)),
            identity,
        )

    def _substituted(self, row: ChangeRow, change: Substitute) -> Entry:
        count = sum(change.find in p.text for p in self.base.values())
        runs = (Run(Op.DELETE, change.find), Run(Op.INSERT, change.put))
        note = _("throughout, in %(count)s provisions") % {"count": count}
        return Entry(row, "", "", runs, None, note)

    def _behind(self, change: Move) -> str:
        if change.after is None:
            return _("to the beginning")
        return _("behind %(number)s") % {"number": self.number_of(change.after)}


def shortened(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The runs with what was kept cut down to a few characters beside what changed."""
    short = []
    for index, run in enumerate(runs):
        if run.op is not Op.KEEP:
            short.append(run)
            continue
        head = "" if index == 0 else run.text[:AROUND]
        tail = "" if index == len(runs) - 1 else run.text[-AROUND:]
        is_long = len(run.text) > len(head) + len(tail) + 1
        words = f"{head}{ELISION}{tail}" if is_long else run.text
        short.append(Run(Op.KEEP, words))
    return tuple(run for run in short if run.text)


def _conforming_runs(old: str, new: str) -> Iterator[Run]:
    for run in diff_runs(old, new):
        yield Run(run.op, run.text, is_conforming=run.op is not Op.KEEP)


def _numbers(provisions: Sequence[Provision], scheme: Scheme) -> Mapping[UUID, str]:
    cited = citations(provisions, scheme)
    return {p.identity: number for p, number in zip(provisions, cited, strict=True)}
