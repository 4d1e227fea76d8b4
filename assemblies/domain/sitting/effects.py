"""What a passed resolution brings about, in the transaction that records it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from assemblies.domain.days import meeting_day
from assemblies.domain.presence.key_holders import confirm_key_holders
from assemblies.domain.sitting.judgement import Judgement
from assemblies.enums import Function
from assemblies.models import Assembly, Motion, Resolution
from bylaws.domain.in_force import rulebook_on
from bylaws.domain.versions import adopt_version
from bylaws.enums import Matter
from bylaws.errors import MustBeDeclared, NoRuleInForce
from dues.domain.schedules import adopt_schedule
from elections.models import Contest
from members.domain import facts, mandates
from members.enums import BodyKind, Office
from members.models import Mandate, Term, User

SCRUTINEERS = (Function.CHIEF_SCRUTINEER, Function.SCRUTINEER)
BODY_OF = {
    Office.COUNCIL_MEMBER: BodyKind.COUNCIL,
    Office.PRESIDENT: BodyKind.COUNCIL,
    Office.VICE_PRESIDENT: BodyKind.COUNCIL,
    Office.SECRETARY_GENERAL: BodyKind.COUNCIL,
    Office.STANDING_MEMBER: BodyKind.STANDING_COUNCIL,
    Office.SUPERVISOR: BodyKind.SUPERVISORY_BOARD,
    Office.CHIEF_SUPERVISOR: BodyKind.SUPERVISORY_BOARD,
    Office.DELEGATE: BodyKind.GENERAL_ASSEMBLY,
}


def take_effect(
    motion: Motion,
    resolution: Resolution,
    judgement: Judgement,
    *,
    held_back: Collection[UUID],
    by: User | None,
    at: datetime,
) -> None:
    """Adopt the text or the dues standard of the motion; confirm the scrutineers as those who hold
    the keys of the electronic ballots; give the elected their mandates. Nominees
    of a preliminary ballot get none, nor does a candidate who is ``held_back``: that seat stays
    open."""
    decision = resolution.decision
    assert decision is not None  # a passed resolution has one
    # A text that an amendment makes is written and adopted with it (amendment_votes).
    if motion.version is not None and motion.amendment_id is None:
        adopt_version(version=motion.version, decision=decision, by=by, at=at)
    if motion.item.matter == Matter.SCRUTINEERS and _holds_keys(motion.item.assembly):
        confirm_key_holders(assembly=motion.item.assembly, resolution=resolution, by=by, at=at)
    if motion.schedule is not None:
        adopt_schedule(schedule=motion.schedule, decision=decision, by=by, at=at)
    for contest, chosen in judgement.elected:
        elected = [candidate for candidate in chosen if candidate.pk not in held_back]
        if not contest.office or not elected or contest.preliminary:
            continue
        term = term_for(motion.item.assembly, contest, at=at)
        mandates.create_mandates(
            term=term,
            office=Office(contest.office),
            holders=[(c.person, c.firm) for c in elected if c.person is not None],
            from_on=meeting_day(motion.item.assembly),
            until_on=term.until_on,
            decision=decision,
            by=by,
            at=at,
        )


def _holds_keys(assembly: Assembly) -> bool:
    """Whether those who hold keys of the meeting's electronic ballots are among the scrutineers on
    whom it resolves, all of them."""
    if assembly.ceremony is None or assembly.ceremony.is_server_alone:
        return False
    serving = assembly.appointments.filter(function__in=SCRUTINEERS).values("person")
    return not assembly.ceremony.trustees.exclude(person__in=serving).exists()


def term_for(assembly: Assembly, contest: Contest, *, at: datetime) -> Term:
    """The term that the elected serve: of the body of their office, with the number of the
    meeting's own. It begins on the day of the election; the terms before end then, with the seats
    and offices that still last: nobody keeps a seat by oversight."""
    day = meeting_day(assembly)
    body = mandates.body_of(BODY_OF[Office(contest.office)])
    term, _created = Term.objects.get_or_create(
        body=body,
        number=assembly.term.number,
        defaults={"from_on": day, "until_on": _term_end(day)},
    )
    for former in body.terms.filter(number__lt=term.number):
        _end_term(former, day, at)
    return term


def _end_term(term: Term, day: date, at: datetime) -> None:
    if term.until_on is None or term.until_on > day:
        term.until_on = day
        term.save(update_fields=["until_on"])
    for mandate in term.mandates.filter(Mandate.holds_on(day)):
        facts.end_on(fact=mandate, day=day, at=at)


def _term_end(day: date) -> date | None:
    """The same day, as many years on as the rules in force let a term last; 29 February ends on
    1 March. None where no text says how long: the term lasts until the next election."""
    try:
        years = rulebook_on(day).answer("term.max_years").value
    except (NoRuleInForce, MustBeDeclared):
        return None
    assert isinstance(years, int)  # a parameter of the kind "number"
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
