"""What becomes of seats when another person represents the firm for which they are held.

A seat in the council, and with it one in the standing council, passes to the next representative
where the bylaws say so, for the rest of the term; else it ends and is vacant. A supervisor's seat
ends. An office (president …) belongs to the person who was elected: only the body that elected can
end it, so it stays and is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from members.domain import mandates
from members.domain.cases.ends import held_for
from members.domain.letters import case_letters
from members.domain.rules import Ruling, in_one_line, ruling_on
from members.enums import Office, StandingStatus
from members.errors import SuccessionFiled
from members.models import (
    Firm,
    Mandate,
    Person,
    Representative,
    Standing,
    Succession,
    User,
)
from records.domain import log
from records.fields import Translated

STREAM = "register"
RULE = "mandate.passes_to_successor"
SEATS = frozenset({Office.COUNCIL_MEMBER, Office.STANDING_MEMBER, Office.SUPERVISOR})
"""Held for the firm; all other offices are the person's own."""
IN_COUNCIL = (Office.COUNCIL_MEMBER, Office.STANDING_MEMBER)
"""They go together: whoever follows in the council follows in the standing council too."""
CHANGED = Translated(zh="会员单位更换代表", en="The firm has another representative")
STOPPED = Translated(zh="不再担任会员单位的代表", en="No longer represents the firm")
NO_RULE = Translated(
    zh="章程没有规定席位由继任代表担任。", en="No rule in force lets the seat pass on."
)


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one seat: it passes, it ends, or (neither) it stays with the person."""

    mandate: Mandate
    passes: bool
    ends: bool
    ruling: Ruling | None


def fates(firm: Firm, person: Person, day: date) -> list[Fate]:
    """What becomes of what ``person`` holds for ``firm`` once another acts for it from ``day``."""
    ruling = ruling_on(RULE, day)
    held = held_for(firm).filter(Mandate.holds_on(day), person=person)
    return [_fate(row, ruling) for row in held.select_related("person", "term__body", "firm")]


def _fate(mandate: Mandate, ruling: Ruling | None) -> Fate:
    may_pass = mandate.office in IN_COUNCIL and ruling is not None and ruling.value
    return Fate(
        mandate=mandate,
        passes=bool(may_pass),
        ends=mandate.office in SEATS and not may_pass,
        ruling=ruling if mandate.office in IN_COUNCIL else None,
    )


def former_voter(firm: Firm, day: date) -> Representative | None:
    """Who votes for the firm until another does from ``day``, or was the last to do so."""
    begun = Q(from_on__lte=day, superseded_at__isnull=True, votes=True)
    return firm.representatives.filter(begun).select_related("person").order_by("from_on").last()


def follow_change(
    *, former: Representative, successor: Representative, by: User | None, at: datetime
) -> None:
    """Let the seats of ``former`` pass or end, in the transaction that names ``successor``."""
    if former.person_id == successor.person_id:
        return
    firm, day = successor.firm, successor.from_on
    for fate in [*fates(firm, former.person, day), *_left_waiting(former, day)]:
        if fate.passes and _is_free(fate.mandate, successor.person, day):
            _pass_on(fate, successor, by=by, at=at)
        elif fate.ends or fate.passes:
            _end(fate, firm, day, CHANGED, by=by, at=at)


def follow_end(*, former: Representative, on: date, by: User | None, at: datetime) -> None:
    """End the seats of ``former``, whom nobody follows yet; where the rule lets a council seat
    pass, it waits for whom the firm names next."""
    firm = Firm.objects.get(pk=former.firm_id)
    for fate in fates(firm, former.person, on):
        if fate.ends or fate.passes:
            _end(fate, firm, on, STOPPED, by=by, at=at)


def _left_waiting(former: Representative, day: date) -> list[Fate]:
    """Council seats that ended because ``former`` stopped before anybody was named, in a term that
    lasts. The firm has been a member all the time: what ended with a membership stays ended."""
    if former.until_on is None or former.until_on > day:
        return []
    away = Standing.objects.filter(
        membership__firm=former.firm_id, superseded_at__isnull=True, from_on__lte=day
    ).filter(Q(until_on__isnull=True) | Q(until_on__gt=former.until_on))
    if away.exclude(status__in=[StandingStatus.ACTIVE, StandingStatus.SUSPENDED]).exists():
        return []
    ruling = ruling_on(RULE, day)
    ended = (
        held_for(former.firm)
        .filter(
            person=former.person_id,
            office__in=IN_COUNCIL,
            superseded_at__isnull=True,
            until_on=former.until_on,
            reason=in_one_line(STOPPED),
        )
        .filter(Q(term__until_on__isnull=True) | Q(term__until_on__gt=day))
    )
    waiting = [_fate(row, ruling) for row in ended.select_related("person", "term__body", "firm")]
    return [fate for fate in waiting if fate.passes]


def _is_free(mandate: Mandate, person: Person, day: date) -> bool:
    """Whether ``person`` holds no such seat in the term from ``day`` on: nobody has two."""
    later = Q(until_on__isnull=True) | Q(until_on__gt=day)
    held = Mandate.objects.filter(
        later, person=person, term=mandate.term, office=mandate.office, superseded_at__isnull=True
    )
    return not held.exists()


def _pass_on(fate: Fate, successor: Representative, *, by: User | None, at: datetime) -> None:
    assert fate.ruling is not None  # a seat passes by a rule
    mandate, day, citation = fate.mandate, successor.from_on, fate.ruling.citation
    waited = mandate.until_on is not None and mandate.until_on <= day
    passed = mandates.pass_mandate(
        mandate=mandate,
        person=successor.person,
        on=day,
        until_on=mandate.term.until_on if waited else mandate.until_on,
        reason=in_one_line(CHANGED),
        source="；".join(part for part in (successor.source, in_one_line(citation)) if part),
        by=by,
        at=at,
    )
    former = _named_by_mistake(mandate, day) or mandate
    if former.person_id == passed.person_id:
        return
    rest = {"citation": citation, "letter": successor.letter, "passed_at": at}
    Succession.objects.get_or_create(successor=passed, defaults={"former": former, **rest})
    case_letters.draft_seat(
        mandate=mandate,
        firm=successor.firm,
        on=day,
        rule=citation,
        successor=successor.person.name,
        by=by,
        at=at,
    )


def _named_by_mistake(mandate: Mandate, day: date) -> Mandate | None:
    """Whose seat passed to ``mandate`` on this very day, where that is corrected now."""
    earlier = Succession.objects.filter(successor=mandate, filed_on=None, successor__from_on=day)
    found = earlier.select_related("former").first()
    if found is None:
        return None
    found.delete()
    return found.former


def _end(
    fate: Fate, firm: Firm, day: date, because: Translated, *, by: User | None, at: datetime
) -> None:
    cited = fate.ruling.citation if fate.ruling else NO_RULE
    mandates.end_mandate(
        mandate=fate.mandate,
        on=day,
        reason=in_one_line(because),
        source=in_one_line(cited) if fate.ruling else "",
        by=by,
        at=at,
    )
    case_letters.draft_seat(
        mandate=fate.mandate, firm=firm, on=day, rule=cited, successor=None, by=by, at=at
    )


@transaction.atomic
def file_succession(
    *, succession: Succession, on: date, filed_with: str, by: User | None, at: datetime
) -> Succession:
    """Note that the council was told of it. The same day again changes nothing.

    Raises SuccessionFiled for another day.
    """
    row = Succession.objects.select_for_update().get(pk=succession.pk)
    if row.filed_on is not None:
        if row.filed_on == on:
            return row
        raise SuccessionFiled(day=row.filed_on.isoformat())
    row.filed_on, row.filed_with = on, filed_with
    row.save(update_fields=["filed_on", "filed_with"])
    payload = {"succession": row.pk, "filed_on": on}
    log.record(stream=STREAM, event="succession_filed", payload=payload, by=by, at=at)
    return row
