"""Amendments that compete: one base, several proposals. Found, compared, combined or preferred."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bylaws.choices import AmendmentState
from bylaws.domain import stored
from bylaws.domain.amendments import amending, editing
from bylaws.domain.parameters import SPECS
from bylaws.domain.text.changes import Change, Move, Replace, Substitute
from bylaws.domain.text.merge import Encounter, encounters, merge
from bylaws.domain.text.provisions import Provision, citations
from bylaws.domain.text.renumber import Numbers, bind_replaced
from bylaws.enums import Meeting, Scheme
from bylaws.errors import AmendmentFixed, ChangeUnfounded
from bylaws.models import Amendment
from bylaws.models import Change as ChangeRow
from records.fields import Translated

OPEN = (AmendmentState.DRAFT, AmendmentState.CONSULTATION, AmendmentState.SUBMITTED)


@dataclass(frozen=True, slots=True)
class Rival:
    """Another open amendment of the same base; without encounters it is independent."""

    amendment: Amendment
    encounters: tuple[Encounter, ...]

    @property
    def collides(self) -> bool:
        return any(e.meeting is Meeting.COLLIDING for e in self.encounters)


def rivals_of(amendment: Amendment) -> list[Rival]:
    """Every other open amendment of the base, with the articles in which they meet."""
    others = (
        amendment.base.amendments.filter(state__in=OPEN)
        .exclude(pk=amendment.pk)
        .select_related("base", "regulation")
    )
    if not others:
        return []
    base, scheme = stored.provisions_of(amendment.base), Scheme(amendment.base.numbering)
    mine = amending.preview(amendment).provisions
    return [
        Rival(other, encounters(base, mine, amending.preview(other).provisions, scheme))
        for other in others
    ]


@dataclass(frozen=True, slots=True)
class Contested:
    """A provision of the base that two amendments both write anew, all texts with the numbers of
    the base; ``merged`` holds both edits, None where they collide, or one names what only it puts
    in, and someone has to settle on a text."""

    provision: UUID
    number: str
    old: str
    one: str
    other: str
    merged: str | None


def contested(one: Amendment, other: Amendment) -> list[Contested]:
    """Every such provision, in the order of the base; a word that is replaced throughout writes
    anew what it stands in."""
    base = stored.provisions_of(one.base)
    cited = citations(base, Scheme(one.base.numbering))
    mine, theirs = _Side.of(one), _Side.of(other)
    numbers = Numbers(base, Scheme(one.base.numbering))
    return [
        _contest(provision, number, mine.text_of(provision), theirs.text_of(provision), numbers)
        for provision, number in zip(base, cited, strict=True)
        if _meet(provision, mine, theirs)
    ]


@dataclass(frozen=True, slots=True)
class _Side:
    """What one amendment makes of provisions that stay: ``written`` anew, or with ``words`` that
    are replaced throughout. The latter do not touch the former."""

    written: Mapping[UUID, Replace]
    words: tuple[Substitute, ...]
    gone: Collection[UUID]
    bind: Callable[[Replace], Replace]

    @staticmethod
    def of(amendment: Amendment) -> _Side:
        changes = [stored.change_of(row) for row in amendment.changes.all()]
        base, scheme = stored.provisions_of(amendment.base), Scheme(amendment.base.numbering)
        names = stored.own_names(amendment.regulation)
        return _Side(
            written={c.provision.identity: c for c in changes if isinstance(c, Replace)},
            words=tuple(c for c in changes if isinstance(c, Substitute)),
            gone=_repealed(amendment),
            bind=lambda change: bind_replaced(change, base, scheme, names),
        )

    def worded(self, text: str) -> str:
        for word in self.words:
            text = text.replace(word.find, word.put)
        return text

    def text_of(self, provision: Provision) -> Replace:
        own = self.written.get(provision.identity)
        return self.bind(own or Replace(replace(provision, text=self.worded(provision.text))))


def _meet(provision: Provision, mine: _Side, theirs: _Side) -> bool:
    """Whether both write it anew, or the words of both, one after the other, would write what
    neither wants."""
    identity, old = provision.identity, provision.text
    if identity in mine.gone or identity in theirs.gone:
        return False
    one, other = mine.worded(old), theirs.worded(old)
    written = identity in mine.written, identity in theirs.written
    if any(written):
        return (written[0] or one != old) and (written[1] or other != old)
    if old in (one, other):
        return theirs.worded(one) != (other if one == old else one)
    return one != other or theirs.worded(one) != one


def _contest(
    provision: Provision, number: str, one: Replace, other: Replace, numbers: Numbers
) -> Contested:
    mine, theirs = (
        numbers.write(change.provision.text, change.references or (), provision.identity)
        for change in (one, other)
    )
    is_comparable = mine is not None and theirs is not None
    return Contested(
        provision=provision.identity,
        number=number,
        old=provision.text,
        one=one.provision.text if mine is None else mine,
        other=other.provision.text if theirs is None else theirs,
        merged=merge(provision.text, mine or "", theirs or "") if is_comparable else None,
    )


def cannot_be_combined(one: Amendment, other: Amendment) -> list[str]:
    """The numbers of what one of two amendments takes out and the other changes, or what they move
    to two places: no text can settle that, one of them has to be preferred."""
    base = stored.provisions_of(one.base)
    cited = citations(base, Scheme(one.base.numbering))
    numbers = {p.identity: number for p, number in zip(base, cited, strict=True)}
    pairs = ((one, other), (other, one))
    met = [ident for a, b in pairs for ident in _repealed(a) & (_written(b) | set(_moved(b)))]
    mine, theirs = _moved(one), _moved(other)
    met += [ident for ident in mine if ident in theirs and mine[ident] != theirs[ident]]
    return [numbers[ident] for ident in dict.fromkeys(met) if ident in numbers]


def _written(amendment: Amendment) -> set[UUID]:
    rows = amendment.changes.filter(act__in=["replace", "retitle"])
    return {row.target for row in rows if row.target is not None}


def _repealed(amendment: Amendment) -> set[UUID]:
    rows = amendment.changes.filter(act="repeal")
    return {UUID(one) for row in rows for one in row.payload["ids"]}


def _moved(amendment: Amendment) -> dict[UUID, Move]:
    """By each provision the move that takes it along."""
    changes = map(stored.change_of, amendment.changes.filter(act="move"))
    return {one: c for c in changes if isinstance(c, Move) for one in c.ids}


@transaction.atomic
def prefer(*, amendment: Amendment, over: Amendment, by: Any, at: datetime) -> Amendment:
    """Go on with one of two; the other is obsolete and says by which."""
    over = Amendment.objects.select_for_update(of=("self",)).get(pk=over.pk)
    if over.obsolete_by_id == amendment.pk:
        return over
    _check_same_base(amendment, over)
    _displace(over, amendment, by, at)
    return over


@transaction.atomic
def combine(
    *,
    one: Amendment,
    other: Amendment,
    title: Translated | dict[str, str],
    by: Any,
    at: datetime,
    settled: Mapping[UUID, str] | None = None,
) -> Amendment:
    """A compromise of two amendments of one base, which both become obsolete by it.

    Where both replace a provision their edits are merged; ``settled`` gives, by the provision, the
    text on which people agreed where they collide. Raises ``ChangeUnfounded`` naming what is not
    settled; then nothing is written.
    """
    _check_same_base(one, other)
    if numbers := cannot_be_combined(one, other):
        raise ChangeUnfounded(
            zh="一份修正案删除而另一份修改的条款，以及两份修正案移到不同位置的条款，不能合并，"
            f"请取舍：{'、'.join(numbers)}。",
            en="What one amendment takes out and the other changes, or what they move to two "
            f"places, cannot be combined; prefer one: {', '.join(numbers)}.",
        )
    compromise = amending.open_amendment(
        base=one.base,
        title=title,
        label=one.label,
        proposer=f"{one.proposer}, {other.proposer}",
        by=by,
        at=at,
    )
    units: dict[tuple[UUID, int], int] = {}
    for change, row in _together(one, other, settled or {}):
        kept = amending.keep(compromise, change)
        if row is not None:
            # What was to be voted on together still is.
            kept.unit = units.setdefault((row.amendment_id, row.unit), kept.position)
            kept.reason = row.reason
            kept.save(update_fields=["unit", "reason"])
    compromise.parameters = _parameters(one, other)
    compromise.save(update_fields=["parameters"])
    amending.preview(compromise)
    for displaced in (one, other):
        _displace(displaced, compromise, by, at)
    return compromise


def _together(
    one: Amendment, other: Amendment, settled: Mapping[UUID, str]
) -> Iterator[tuple[Change, ChangeRow | None]]:
    """The changes of both, each with its row; what both write anew comes once."""
    waiting = {row.provision: row for row in contested(one, other)}
    met = frozenset(waiting)
    for row in (*one.changes.all(), *_beside(one, other)):
        change = stored.change_of(row)
        if not (isinstance(change, Replace) and change.provision.id in met):
            yield change, row
        elif contest := waiting.pop(change.provision.identity, None):
            yield _settle(change.provision, contest, settled), row
    for provision in stored.provisions_of(one.base):
        if provision.id in waiting:
            yield _settle(provision, waiting[provision.identity], settled), None


def _beside(one: Amendment, other: Amendment) -> Iterator[ChangeRow]:
    """The other's changes but for those that are the same."""
    gone = _repealed(one)
    known = [stored.change_of(row) for row in one.changes.filter(act__in=["move", "substitute"])]
    for row in other.changes.all():
        is_same = row.act == "repeal" and {UUID(i) for i in row.payload["ids"]} <= gone
        if not is_same and stored.change_of(row) not in known:
            yield row


def _settle(provision: Provision, met: Contested, settled: Mapping[UUID, str]) -> Replace:
    """With the numbers of the base, as who settles it reads both."""
    text = settled.get(met.provision, met.merged)
    if text is None:
        raise ChangeUnfounded(
            zh=f"两份修正案对同一处文字的修改相互冲突，请选定表述：{met.old[:20]}…",
            en=f"The two amendments want the same words otherwise; settle on a text for: "
            f"{met.old[:20]}…",
        )
    return Replace(replace(provision, text=editing.one_line(text)))


def _parameters(one: Amendment, other: Amendment) -> list[dict[str, Any]]:
    by_key = {row["key"]: row for row in one.parameters}
    for row in other.parameters:
        if by_key.setdefault(row["key"], row)["value"] != row["value"]:
            name = SPECS[row["key"]]
            raise ChangeUnfounded(
                zh=f"两份修正案对“{name.zh}”规定不同，请先在其中一份中改为一致。",
                en=f"The two amendments state “{name.en}” otherwise; let them agree first.",
            )
    return list(by_key.values())


def _check_same_base(one: Amendment, other: Amendment) -> None:
    if one.base_id != other.base_id or one.pk == other.pk:
        raise ChangeUnfounded(
            zh="只有以同一版本为底本的两份修正案才能合并或者取舍。",
            en="Only two amendments of the same version can be combined or preferred.",
        )


def _displace(amendment: Amendment, by_amendment: Amendment, by: Any, at: datetime) -> None:
    amendment = Amendment.objects.select_for_update(of=("self",)).get(pk=amendment.pk)
    if amendment.state not in OPEN:
        raise AmendmentFixed(
            zh=f"修正案目前“{amending.state_in(amendment, 'zh-hans')}”，不能再合并或者取舍。",
            en=f"The amendment is “{amending.state_in(amendment, 'en')}” and takes no part.",
        )
    amendment.state = AmendmentState.OBSOLETE
    amendment.obsolete_by = by_amendment
    amendment.save(update_fields=["state", "obsolete_by"])
    payload = {"by": str(by_amendment.pk)}
    amending.log_event(amendment, "amendment_displaced", payload, by, at)
