"""Who was written in and elected: examined once the count names them, before a seat is given.

Nominees are examined before they stand; who is written in (CN-E5) is known by the count alone. The
checks, and how hard each is, are those of ``assemblies.domain.nominating``: what would keep a
nominee off the list keeps the seat from being given, the rest is told. The vote itself stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from assemblies.domain.convening.notice import LANGUAGES
from assemblies.domain.days import meeting_day
from assemblies.domain.nominating.checking import (
    OFFICERS,
    Asked,
    Check,
    Examined,
    check,
    met,
    reasons,
)
from assemblies.domain.nominating.examining import checks_of
from assemblies.domain.planning.compatibility import Place, places_taken
from assemblies.domain.presence.clearance import PARAMETER, clearances_of
from assemblies.domain.sitting.elected import (
    Elected,
    elected_in,
    elected_told,
    is_resolved,
    written_in_for,
)
from assemblies.domain.sitting.judged import judged_contests
from assemblies.domain.sitting.judgement import Judgement
from assemblies.domain.sitting.seats_apart import Elect, kept_apart
from assemblies.enums import ItemKind
from assemblies.errors import RuleRefused, told_by_the_rules
from assemblies.models import Assembly, Motion, Nomination
from bylaws.domain.in_force import rulebook_on
from bylaws.enums import Matter
from elections.enums import ElectionState
from elections.models import Candidate
from members.enums import Office
from members.models import Person
from records.fields import Translated

CLEARANCE = "officers.clearance"


def written_in(motion: Motion, *, today: date) -> list[Elect]:
    """Whoever was written in for an office in one of the motion's rounds and is elected in that
    round or in a later one. Arrears are those of ``today``.

    Raises RuleRefused where a count does not reconcile.
    """
    known = written_in_for(motion)
    if not known:
        return []
    with told_by_the_rules():
        elected = list(elected_in(judged_contests(motion)))
    found = [one for one in elected if (one[1].pk, one[2]) in known]
    if not found:
        return []
    # With whom this motion elected, and other ballots of the day: none is resolved on yet.
    others = places_taken(motion.item.assembly)
    return [Elect(*one, tuple(_checks(motion, one, others, today=today))) for one in found]


def _published(assembly: Assembly) -> list[Motion]:
    family = assembly.parent_id or assembly.pk
    here = Q(item__assembly=family) | Q(item__assembly__parent=family)
    rows = Motion.objects.filter(
        here, item__kind=ItemKind.ELECTION, election__state=ElectionState.PUBLISHED
    )
    return list(rows.select_related("item__assembly", "election").order_by("item"))


def _checks(
    motion: Motion, elected: Elected, others: Sequence[Place], *, today: date
) -> Iterator[Check]:
    candidate, person, office = elected
    assembly, day = motion.item.assembly, meeting_day(motion.item.assembly)
    declared = _nomination(motion, person, office)
    row = declared or Nomination(person=person, firm=candidate.firm, office=office)
    silent = declared is None or declared.declared_on is None
    asked = Asked.NOT_WRITTEN_IN if silent else Asked.NOMINEE
    case = Examined(row, assembly, day, today, rulebook_on(day), asked)
    cleared = _cleared(case)
    if cleared is not None:
        yield cleared
    yield from checks_of(case, others)


def _nomination(motion: Motion, person: Person, office: Office) -> Nomination | None:
    """What the person declared where they were put forward for the office and did not stand."""
    rows = Nomination.objects.filter(call__item=motion.item_id, person=person, office=office)
    return rows.select_related("person", "firm").order_by("nominated_at").last()


def _cleared(case: Examined) -> Check | None:
    """Of nominees it is asked when a ballot is opened (``refuse_uncleared``)."""
    ground = case.stated(PARAMETER, CLEARANCE)
    if ground is None or not ground.value or case.office not in OFFICERS:
        return None
    known = clearances_of(case.assembly).filter(
        person=case.nomination.person_id, cleared_on__lte=case.day
    )
    row = known.first()
    if row is None:
        sentence = _("No clearance is on record. The secretariat records it once it is given.")
    else:
        sentence = _("Cleared by %(who)s, %(on)s.") % {
            "who": row.cleared_by,
            "on": date_format(row.cleared_on),
        }
    return check(PARAMETER, _("Clearance for office"), met(row is not None), sentence, ground)


def written_in_told(motion: Motion | None, *, today: date) -> list[Elect]:
    """Of a published result that is not resolved on yet, those of whom something is to be told
    before their seats are given, written in or not; nothing where the count is refused."""
    if motion is None or motion.election is None or motion.item.kind != ItemKind.ELECTION:
        return []
    if motion.election.state != ElectionState.PUBLISHED or is_resolved(motion):
        return []
    try:
        found = [*written_in(motion, today=today), *kept_apart(motion)]
    except RuleRefused:
        return []
    return [one for one in found if one.stopping or one.told]


def sentences_of(found: Sequence[Elect]) -> list[str]:
    """The same in words, a sentence each, with the rule's citation behind every reason."""
    told = []
    for one in found:
        names = {"person": one.candidate, "office": one.office.label}
        if one.stopping:
            what = names | {"what": reasons(one.stopping)}
            told.append(
                _("%(person)s, elected as %(office)s, is given no seat: %(what)s") % what
                if one.stood
                else _("%(person)s, written in as %(office)s, is given no seat: %(what)s") % what
            )
        if one.told:
            what = names | {"what": reasons(one.told)}
            told.append(_("%(person)s, written in as %(office)s: %(what)s") % what)
    return told


def elected_to_office(assembly: Assembly) -> list[Candidate]:
    """Who was written in and elected to an office that needs clearance, at the meeting or its first
    meetings."""
    found: list[Candidate] = []
    for motion in _published(assembly):
        known = written_in_for(motion)
        if known and motion.item.matter == Matter.ELECT_OFFICERS:
            told = elected_told(motion)
            found += [one for one, person, office in told if (person.pk, office) in known]
    return found


def with_held_back(judgement: Judgement, held_back: Sequence[dict[str, Any]]) -> Judgement:
    """What the record says of an election with those whom the rules keep from their seats."""
    if not held_back:
        return judgement
    sentence, citation = Translated(judgement.sentence), Translated(judgement.citation)
    for lang in sentence:
        with override(LANGUAGES.get(lang, LANGUAGES["en"])):
            told = [_no_seat(row) for row in held_back]
        sentence[lang] = ("。" if lang == "zh" else ". ").join([sentence[lang], *told])
    for lang in citation:
        found = [Translated(one["citation"]) for row in held_back for one in row["reasons"]]
        new = dict.fromkeys(one.text(lang) for one in found)
        more = [text for text in new if text not in citation[lang]]
        citation[lang] = ("；" if lang == "zh" else "; ").join([citation[lang], *more])
    figures = judgement.figures | {"held_back": list(held_back)}
    return replace(judgement, sentence=sentence, citation=citation, figures=figures)


def _no_seat(row: dict[str, Any]) -> str:
    told = {"person": Translated(row["name"]), "office": Office(row["office"]).label}
    if row.get("stood"):
        return _("%(person)s, elected as %(office)s, is given no seat yet") % told
    return _("%(person)s, written in as %(office)s, is given no seat yet") % told


def held_back_rows(motion: Motion, *, today: date) -> list[dict[str, Any]]:
    """Who is given no seat and by which rules, as a resolution keeps it. How old somebody is, and
    what they owe, stands in no resolution: each reason has its title and its citation."""
    told: dict[str, list[Elect]] = {}
    for language, code in LANGUAGES.items():
        with override(code):
            asked = [*written_in(motion, today=today), *kept_apart(motion)]
            told[language] = [one for one in asked if one.stopping]
    return [_kept(zh, en) for zh, en in zip(told["zh"], told["en"], strict=True)]


def _kept(zh: Elect, en: Elect) -> dict[str, Any]:
    return {
        "candidate": str(zh.candidate.pk),
        "person": str(zh.person.pk),
        "name": dict(zh.candidate.name),
        "office": zh.office.value,
        **({"stood": True} if zh.stood else {}),
        "reasons": [
            {
                "topic": one.topic,
                "verdict": one.verdict.value,
                "title": {"zh": one.title, "en": same.title},
                "citation": dict(one.citation),
            }
            for one, same in zip(zh.stopping, en.stopping, strict=True)
        ],
    }
