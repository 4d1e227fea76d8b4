"""Amendments that compete: one base, several proposals. Found, compared, combined or preferred."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bylaws.choices import AmendmentState
from bylaws.domain import amending, stored
from bylaws.domain.text.changes import Replace
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
    """Every such provision, in the order of the base."""
    base = stored.provisions_of(one.base)
    cited = citations(base, Scheme(one.base.numbering))
    mine, theirs = _replaced(one), _replaced(other)
    numbers = Numbers(base, Scheme(one.base.numbering))
    return [
        _contest(provision, number, mine[provision.identity], theirs[provision.identity], numbers)
        for provision, number in zip(base, cited, strict=True)
        if provision.identity in mine and provision.identity in theirs
    ]


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


def _replaced(amendment: Amendment) -> dict[UUID, Replace]:
    changes = map(stored.change_of, amendment.changes.filter(act__in=["replace", "retitle"]))
    base, scheme = stored.provisions_of(amendment.base), Scheme(amendment.base.numbering)
    names = stored.own_names(amendment.regulation)
    replaced = (c for c in changes if isinstance(c, Replace))
    return {c.provision.identity: bind_replaced(c, base, scheme, names) for c in replaced}


def cannot_be_combined(one: Amendment, other: Amendment) -> list[str]:
    """The numbers of what one of two amendments takes out and the other changes: no text can
    settle that, one of them has to be preferred."""
    base = stored.provisions_of(one.base)
    cited = citations(base, Scheme(one.base.numbering))
    numbers = {p.identity: number for p, number in zip(base, cited, strict=True)}
    pairs = ((one, other), (other, one))
    met = [ident for a, b in pairs for ident in _repealed(a) & (set(_replaced(b)) | _moved(b))]
    return [numbers[ident] for ident in dict.fromkeys(met) if ident in numbers]


def _repealed(amendment: Amendment) -> set[UUID]:
    rows = amendment.changes.filter(act="repeal")
    return {UUID(one) for row in rows for one in row.payload["ids"]}


def _moved(amendment: Amendment) -> set[UUID]:
    rows = amendment.changes.filter(act="move")
    return {UUID(one) for row in rows for one in row.payload["ids"]}


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
            zh=f"一份修正案删除、另一份修改的条款不能合并，请取舍：{'、'.join(numbers)}。",
            en="What one amendment takes out and the other changes cannot be combined; prefer one: "
            f"{', '.join(numbers)}.",
        )
    compromise = amending.open_amendment(
        base=one.base,
        title=title,
        label=one.label,
        proposer=f"{one.proposer}, {other.proposer}",
        by=by,
        at=at,
    )
    met = {row.provision: row for row in contested(one, other)}
    for row in (*one.changes.all(), *_beside(one, other, met)):
        change = stored.change_of(row)
        if isinstance(change, Replace) and change.provision.id in met:
            change = _settle(change, met[change.provision.identity], settled or {})
        kept = amending.keep(compromise, change)
        kept.reason = row.reason
        kept.save(update_fields=["reason"])
    compromise.parameters = _parameters(one, other)
    compromise.save(update_fields=["parameters"])
    amending.preview(compromise)
    for displaced in (one, other):
        _displace(displaced, compromise, by, at)
    return compromise


def _beside(one: Amendment, other: Amendment, met: Mapping[UUID, Contested]) -> Iterator[ChangeRow]:
    """The other's changes but for those that are settled together, or that are the same."""
    gone = _repealed(one)
    for row in other.changes.all():
        is_settled = row.act in ("replace", "retitle") and row.target in met
        is_same = row.act == "repeal" and {UUID(i) for i in row.payload["ids"]} <= gone
        if not (is_settled or is_same):
            yield row


def _settle(change: Replace, met: Contested, settled: Mapping[UUID, str]) -> Replace:
    """With the numbers of the base, as who settles it reads both."""
    text = settled.get(met.provision, met.merged)
    if text is None:
        raise ChangeUnfounded(
            zh=f"两份修正案对同一处文字的修改相互冲突，请选定表述：{met.old[:20]}…",
            en=f"The two amendments want the same words otherwise; settle on a text for: "
            f"{met.old[:20]}…",
        )
    return Replace(replace(change.provision, text=text))


def _parameters(one: Amendment, other: Amendment) -> list[dict[str, Any]]:
    by_key = {row["key"]: row for row in (*other.parameters, *one.parameters)}
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
