"""Amendments that compete: one base, several proposals. Found, compared, combined or preferred."""

from __future__ import annotations

from collections.abc import Mapping
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
from bylaws.enums import Meeting, Scheme
from bylaws.errors import AmendmentFixed, ChangeUnfounded
from bylaws.models import Amendment
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
    """A provision of the base that two amendments both write anew; ``merged`` holds both edits,
    None where they collide and someone has to settle on a text."""

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
    return [
        Contested(
            provision=provision.identity,
            number=number,
            old=provision.text,
            one=mine[provision.identity],
            other=theirs[provision.identity],
            merged=merge(provision.text, mine[provision.identity], theirs[provision.identity]),
        )
        for provision, number in zip(base, cited, strict=True)
        if provision.identity in mine and provision.identity in theirs
    ]


def _replaced(amendment: Amendment) -> dict[UUID, str]:
    changes = map(stored.change_of, amendment.changes.filter(act__in=["replace", "retitle"]))
    return {c.provision.identity: c.provision.text for c in changes if isinstance(c, Replace)}


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
    rows = [*one.changes.all(), *other.changes.all()]
    mine = {row.target: row for row in one.changes.filter(act__in=["replace", "retitle"])}
    base = {p.identity: p for p in stored.provisions_of(one.base)}
    for row in rows:
        change = stored.change_of(row)
        if isinstance(change, Replace):
            rival = mine.get(change.provision.id)
            if rival is not None and rival.amendment_id != row.amendment_id:
                continue
            change = _settle(change, other, base, settled or {})
        kept = amending.keep(compromise, change)
        kept.reason = row.reason
        kept.save(update_fields=["reason"])
    compromise.parameters = _parameters(one, other)
    compromise.save(update_fields=["parameters"])
    amending.preview(compromise)
    for displaced in (one, other):
        _displace(displaced, compromise, by, at)
    return compromise


def _settle(
    change: Replace,
    other: Amendment,
    base: Mapping[UUID, Provision],
    settled: Mapping[UUID, str],
) -> Replace:
    identity = change.provision.identity
    if identity in settled:
        return Replace(replace(change.provision, text=settled[identity]))
    theirs = other.changes.filter(target=identity, act__in=["replace", "retitle"]).first()
    if theirs is None or base.get(identity) is None:
        return change
    rival = stored.change_of(theirs)
    assert isinstance(rival, Replace)  # chosen by its act
    merged = merge(base[identity].text, change.provision.text, rival.provision.text)
    if merged is None:
        raise ChangeUnfounded(
            zh=f"两份修正案对同一处文字的修改相互冲突，请选定表述：{base[identity].text[:20]}…",
            en=f"The two amendments want the same words otherwise; settle on a text for: "
            f"{base[identity].text[:20]}…",
        )
    return Replace(replace(change.provision, text=merged))


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
