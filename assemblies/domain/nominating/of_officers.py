"""What the rules ask of officers: age on the day of the election, terms served in a row, posts with
the state and in other associations (CN-C1 to CN-C7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assemblies.domain.nominating.checking import (
    OFFICERS,
    TERMS,
    Asked,
    Check,
    Examined,
    check,
    met,
)
from assemblies.domain.sitting.effects import BODY_OF
from assemblies.enums import Finding, PublicService
from members.enums import Office
from members.models import Mandate

AGE, AGE_IN_TERM = "officers.age", "officers.age_in_term"
SERVANTS, CLEARANCE = "officers.public_servants", "officers.clearance"
SEPARATE, REPRESENTS = "officers.separate", "officers.legal_representative"


def age_on(born_on: date, day: date) -> int:
    """Full years 周岁 on ``day``; who was born on 29 February completes them on 1 March of a year
    without that day."""
    had_birthday = (day.month, day.day) >= (born_on.month, born_on.day)
    return day.year - born_on.year - (0 if had_birthday else 1)


def age(case: Examined) -> Check | None:
    """At most so many full years on the day of the election."""
    ground = case.stated("officers.max_age", AGE)
    if ground is None or case.office not in OFFICERS:
        return None
    title, born = _("Age on the day of the election"), case.nomination.person.born_on
    if born is None:
        return check(AGE, title, Finding.UNKNOWN, _no_birthday(), ground)
    years = age_on(born, case.day)
    told = {"years": years, "day": date_format(case.day), "most": ground.value}
    sentence = _("%(years)s full years on %(day)s, at most %(most)s.") % told
    return check(AGE, title, met(years <= ground.value), sentence, ground)


def _no_birthday() -> str:
    return _("The date of birth is not on record. The secretariat adds it on the person's page.")


def age_in_term(case: Examined) -> Check | None:
    """Who reaches the age limit while the term lasts is as a rule no candidate."""
    ground, limit = case.about(AGE_IN_TERM), case.stated("officers.max_age", AGE)
    lasts = case.stated("term.max_years", "term.length")
    if ground is None or limit is None or lasts is None or case.office not in OFFICERS:
        return None
    title, born = _("Age within the term"), case.nomination.person.born_on
    if born is None:
        return check(AGE_IN_TERM, title, Finding.UNKNOWN, _no_birthday(), ground)
    at_the_end = age_on(born, case.day) + lasts.value
    told = {"years": at_the_end, "term": lasts.value, "limit": limit.value}
    sentence = (
        _("%(years)s full years at the end of a term of %(term)s years; the limit is %(limit)s.")
        % told
    )
    return check(AGE_IN_TERM, title, met(at_the_end < limit.value), sentence, ground)


def terms(case: Examined) -> Check | None:
    """Terms in a row in the same office, from the seats on record. Where the record begins with
    them, what the person declares of the time before is added; without that it cannot be said."""
    ground = case.stated("officers.max_terms", TERMS)
    if ground is None or case.office not in OFFICERS:
        return None
    title = _("Terms in a row")
    served, is_whole = _served(case)
    declared = case.nomination.terms_before
    if not is_whole and declared is not None:
        served, is_whole = served + declared, True
    if not is_whole and served < ground.value:
        unknown = _terms_unknown(case) % {"served": served}
        return check(TERMS, title, Finding.UNKNOWN, unknown, ground)
    told = {"served": served, "office": case.office.label, "most": ground.value}
    sentence = (
        _("%(served)s terms in a row as %(office)s until now, at most %(most)s with the next.")
        % told
    )
    return check(TERMS, title, met(served < ground.value), sentence, ground)


def _terms_unknown(case: Examined) -> str:
    if case.asked is not Asked.NOMINEE:
        return _(
            "%(served)s on record; the terms before are not. The secretariat adds the seats of "
            "that time to the register."
        )
    return _(
        "%(served)s on record; the terms before are not. The nominee declares them, or the "
        "secretariat adds the seats of that time to the register."
    )


def _served(case: Examined) -> tuple[int, bool]:
    """Terms in a row before this one, and whether the record reaches back far enough to say so."""
    seats = Mandate.objects.filter(
        office=case.office,
        term__body__kind=BODY_OF[case.office],
        superseded_at__isnull=True,
        from_on__lt=case.day,
    )
    known = set(seats.values_list("term__number", flat=True))
    held = set(seats.filter(person=case.nomination.person).values_list("term__number", flat=True))
    number, served = case.assembly.term.number - 1, 0
    while number in held:
        served, number = served + 1, number - 1
    return served, number < 1 or number in known


def public_service(case: Examined) -> Check | None:
    """No serving public official; of retired cadres whoever is approved."""
    ground = case.about(SERVANTS, CLEARANCE)
    if ground is None or case.office not in OFFICERS:
        return None
    title, declared = _("Public service"), case.nomination.public_service
    if not declared:
        return check(SERVANTS, title, Finding.UNKNOWN, undeclared(case), ground)
    sentence = _("Declared: %(what)s.") % {"what": PublicService(declared).label}
    # The rule lets a retired cadre be approved, a serving official never.
    may_be = replace(ground, approvable=declared == PublicService.RETIRED)
    return check(SERVANTS, title, met(declared == PublicService.NONE), sentence, may_be)


def undeclared(case: Examined) -> str:
    if case.asked is Asked.NOT_WRITTEN_IN:
        return _("Not declared: nobody who is written in was asked before the vote.")
    if case.asked is Asked.NOBODY:
        return _("Not declared: no nominations were called for, so nobody was asked.")
    return _(
        "Not declared. The nominee declares it on their own page, or the secretariat enters what "
        "they signed."
    )


def elsewhere(case: Examined) -> Check | None:
    """President and secretary-general hold neither post in another association."""
    ground = case.about(SEPARATE)
    if ground is None or case.office not in (Office.PRESIDENT, Office.SECRETARY_GENERAL):
        return None
    title = _("President or secretary-general elsewhere")
    return _declared(case, SEPARATE, title, case.nomination.elsewhere)


def represents(case: Examined) -> Check | None:
    """The president is the legal representative, and of no other association."""
    if case.about(REPRESENTS) is None or case.office != Office.PRESIDENT:
        return None
    title = _("Legal representative elsewhere")
    return _declared(case, REPRESENTS, title, case.nomination.represents_elsewhere)


def _declared(case: Examined, topic: str, title: str, named: str) -> Check:
    ground = case.about(topic)
    assert ground is not None  # asked before
    # What an approval may set aside in these rules is another part of them.
    ground = replace(ground, approvable=False)
    if case.nomination.declared_on is None:
        return check(topic, title, Finding.UNKNOWN, undeclared(case), ground)
    sentence = _("Declared: %(what)s.") % {"what": named or _("none")}
    return check(topic, title, met(not named), sentence, ground)
