"""Amendments of a text at a meeting: put on the agenda, voted en bloc or by unit, concluded.

By unit, each unit of the amendment is an item of its own, and a last item is on the text that those
which were carried make. Nothing but that last vote adopts anything.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from assemblies.domain.days import meeting_day
from assemblies.domain.governing import rule_for_item
from assemblies.domain.locking import lock_assembly, lock_item, require_sitting, stream_of
from assemblies.domain.planning import cases, drafting
from assemblies.domain.planning.plan import add_item
from assemblies.domain.planning.proposals import unit_votes
from assemblies.domain.sitting.session import finish_item, is_resolved
from assemblies.enums import ItemKind, ItemState
from assemblies.errors import (
    AmendmentChanged,
    AmendmentNotReady,
    AmendmentOnAgenda,
    ItemNeedsVote,
    ItemNotNow,
    UnitsUndecided,
    told_by_the_rules,
)
from assemblies.models import AgendaItem, Assembly, Motion
from bylaws.choices import AmendmentState
from bylaws.domain import stored
from bylaws.domain.amendments import amending
from bylaws.domain.amendments.adoption import adopt_amendment, has_moved_on, reject_amendment
from bylaws.enums import Outcome
from bylaws.models import Amendment, Version
from members.models import User
from records.domain import log
from records.fields import Translated
from records.models import Decision


@transaction.atomic
def put_amendment(
    *,
    assembly: Assembly,
    amendment: Amendment,
    by_unit: bool,
    method: str,
    by: User | None,
    at: datetime,
    matter: str = "",
    title: Translated | dict[str, str] | None = None,
    text: Translated | dict[str, str] | None = None,
) -> list[AgendaItem]:
    """Put a submitted amendment at the end of the agenda: one item, or one for each unit of vote
    and a last one on the amended text.

    ``matter`` decides the majority: the regulation's, unless this amendment asks for more, as a
    change of purpose does. ``title`` and ``text`` of the only, or of the last item; drafted where
    they are not given. Put again on the same agenda it gives the items that stand. Raises
    AgendaFixed, AmendmentNotReady, AmendmentOnAgenda, RuleRefused where the body may not decide
    the matter, or where a unit cannot stand without another.
    """
    assembly = lock_assembly(assembly.pk)
    amendment = _locked(amendment)
    standing = AgendaItem.objects.filter(assembly=assembly, motion__amendment=amendment)
    if standing:
        return list(standing.order_by("position"))
    _check_open(amendment)
    if by_unit:
        _check_apart(amendment)
    put = _Putting(assembly, amendment, matter or amendment.regulation.matter, method, by, at)
    items = put.units() if by_unit else []
    items.append(put.whole(title, text, is_closing=by_unit))
    rule_for_item(items[-1])
    return items


def _locked(amendment: Amendment) -> Amendment:
    return (
        Amendment.objects.select_for_update(of=("self",))
        .select_related("regulation", "base", "draft")
        .get(pk=amendment.pk)
    )


def _check_open(amendment: Amendment) -> None:
    if amendment.state != AmendmentState.SUBMITTED:
        raise AmendmentNotReady(amendment=str(amendment.title), state=amendment.get_state_display())
    elsewhere = amendment.motions.filter(item__assembly__closed_at__isnull=True).first()
    if elsewhere is not None:
        raise AmendmentOnAgenda(
            amendment=str(amendment.title), meeting=str(elsewhere.item.assembly.title)
        )


def _check_apart(amendment: Amendment) -> None:
    """Each unit can be carried while the others fall. Raises RuleRefused."""
    with told_by_the_rules():
        for unit in {row.unit for row in amendment.changes.all()}:
            amending.preview(amendment, [unit])


@dataclass(frozen=True, slots=True)
class _Putting:
    """Makes the items of one amendment."""

    assembly: Assembly
    amendment: Amendment
    matter: str
    method: str
    by: User | None
    at: datetime

    def units(self) -> list[AgendaItem]:
        wording = drafting.Wording(self.amendment)
        rows = list(self.amendment.changes.all())
        items = []
        for number, unit in enumerate(dict.fromkeys(row.unit for row in rows), start=1):
            told = [wording.tell(stored.change_of(row)) for row in rows if row.unit == unit]
            title = drafting.unit_title(self.amendment, number, told)
            items.append(self._item(title, drafting.unit_text(told), unit=unit))
        return items

    def whole(
        self,
        title: Translated | dict[str, str] | None,
        text: Translated | dict[str, str] | None,
        *,
        is_closing: bool,
    ) -> AgendaItem:
        amendment, day = self.amendment, meeting_day(self.assembly)
        drafted = (
            (drafting.closing_title(amendment), drafting.closing_text(amendment, day=day))
            if is_closing
            else (drafting.whole_title(amendment), drafting.whole_text(amendment, day=day))
        )
        return self._item(
            Translated(title or {}) or drafted[0],
            Translated(text or {}) or drafted[1],
            version=None if is_closing else amendment.draft,
        )

    def _item(
        self,
        title: Translated,
        text: Translated,
        *,
        unit: int | None = None,
        version: Version | None = None,
    ) -> AgendaItem:
        item = add_item(
            assembly=self.assembly,
            title=title,
            kind=ItemKind.MOTION,
            matter=self.matter,
            text=text,
            method=self.method,
            version=version,
            by=self.by,
            at=self.at,
        )
        motion = item.motion
        motion.amendment, motion.unit = self.amendment, unit
        motion.revision = self.amendment.revision
        motion.save(update_fields=["amendment", "unit", "revision"])
        return item


def require_votable(motion: Motion) -> None:
    """Raises AmendmentChanged where the amendment is not what was put on the agenda, UnitsUndecided
    for the vote on a text of which units are still to be voted on."""
    if motion.amendment is None:
        return
    if has_changed(motion):
        raise AmendmentChanged(amendment=str(motion.amendment.title))
    if motion.unit is not None:
        return
    waiting = [unit for unit, outcome in unit_votes(motion).items() if not outcome]
    if waiting:
        open_items = AgendaItem.objects.filter(
            assembly=motion.item.assembly_id,
            motion__amendment=motion.amendment_id,
            motion__unit__in=waiting,
        )
        raise UnitsUndecided(
            item=str(motion.item.title),
            numbers=", ".join(str(item.position) for item in open_items.order_by("position")),
        )


def has_changed(motion: Motion) -> bool:
    """Whether the amendment was taken back to its desk and edited since it was put on the agenda:
    who was convened to one text does not vote on another."""
    amendment = motion.amendment
    return amendment is not None and amendment.revision != motion.revision


def conclude(
    motion: Motion, outcome: str, decision: Decision | None, *, by: User | None, at: datetime
) -> None:
    """What a vote on an amendment brings about, in the transaction that records it.

    Carried: the version of the units that were carried, adopted by ``decision``; the motion names
    it from then on. Voted down: the amendment is rejected. A vote on a unit does neither, nor one
    whose form was wrong or that cannot be determined: the amendment stays to be voted on again.
    Raises AmendmentChanged, UnitsUndecided, and RuleRefused with what the text itself refuses; then
    nothing is resolved.
    """
    require_votable(motion)
    if motion.amendment is None or motion.unit is not None:
        return
    with told_by_the_rules():
        if outcome == Outcome.PASSED:
            assert decision is not None  # a passed resolution has one
            motion.version = adopt_amendment(
                amendment=motion.amendment,
                units=carried_units(motion),
                decision=decision,
                by=by,
                at=at,
            )
            motion.save(update_fields=["version"])
        elif outcome == Outcome.FAILED:
            reject_amendment(amendment=motion.amendment, by=by, at=at)


def carried_units(motion: Motion) -> Collection[int] | None:
    """The units that were carried at the motion's meeting; None where it is voted en bloc."""
    votes = unit_votes(motion)
    if not votes:
        return None
    return {unit for unit, outcome in votes.items() if outcome == Outcome.PASSED}


NOTHING_CARRIED = Translated(
    zh="各项修改均未获通过，没有需要表决的文本，修正案未通过。",
    en="None of the changes was carried, so there was no text left to vote on; the amendment is "
    "rejected.",
)
NOT_SUBMITTED = Translated(
    zh="修正案已不再提请表决，本项不作表决。",
    en="The amendment is no longer submitted to the vote; the item was not voted on.",
)
CHANGED = Translated(
    zh="修正案在列入议程之后作了改动，不能按原议程表决，本项不作表决。",
    en="The amendment was changed after it was put on the agenda, so the item was not voted on.",
)
MOVED_ON = Translated(
    zh="该文本已有新的版本获得通过，修正案须以其为底本重新提出，本项不作表决。",
    en="A newer version of the text was adopted; the amendment has to be based on it first, so the "
    "item was not voted on.",
)


SETTLED = Translated(
    zh="所涉申请已撤回或者案件已终结，本项不作表决。",
    en="The applications were withdrawn or the case was closed, so the item was not voted on.",
)


def put_aside_reason(motion: Motion) -> Translated | None:
    """Why there is nothing to vote on; None where there is."""
    amendment = motion.amendment
    if amendment is None:
        return SETTLED if cases.are_settled(motion) else None
    if amendment.state not in (AmendmentState.SUBMITTED, AmendmentState.ADOPTED):
        return NOT_SUBMITTED
    if amendment.state == AmendmentState.SUBMITTED and has_changed(motion):
        return CHANGED
    if amendment.state == AmendmentState.SUBMITTED and has_moved_on(amendment):
        return MOVED_ON
    votes = unit_votes(motion)
    if motion.unit is None and votes and all(o and o != Outcome.PASSED for o in votes.values()):
        return NOTHING_CARRIED
    return None


@transaction.atomic
def put_aside(*, item: AgendaItem, by: User | None, at: datetime) -> AgendaItem:
    """Settle an item on an amendment or on cases of which nothing is left to vote on; its note says
    why. Where every unit was voted down, the amendment is rejected. Raises ItemNotNow,
    ItemNeedsVote."""
    item = lock_item(item)
    require_sitting(item.assembly)
    if item.state == ItemState.DONE:
        return item
    if item.state != ItemState.CURRENT:
        raise ItemNotNow(item=str(item.title))
    motion = Motion.objects.select_related("amendment__regulation").filter(item=item).first()
    reason = put_aside_reason(motion) if motion and not is_resolved(item) else None
    if motion is None or reason is None:
        raise ItemNeedsVote(item=str(item.title))
    if reason is NOTHING_CARRIED and motion.amendment is not None:
        with told_by_the_rules():
            reject_amendment(amendment=motion.amendment, by=by, at=at)
    item.note = reason
    item.save(update_fields=["note"])
    payload = {"item": str(item.pk), "reason": dict(reason)}
    log.record(
        stream=stream_of(item.assembly), event="item_put_aside", payload=payload, by=by, at=at
    )
    finish_item(item, by=by, at=at)
    return item
