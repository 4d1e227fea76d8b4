"""Who was written in and elected: examined once the count names them, before a seat is given.

Nominees are examined before they stand; who is written in (CN-E5) is known by the count alone. The
checks, and how hard each is, are those of ``assemblies.domain.nominating``: what would keep a
nominee off the list keeps the seat from being given, the rest is told. The vote itself stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from assemblies.domain.convening.notice import LANGUAGES
from assemblies.domain.days import meeting_day
from assemblies.domain.nominating.checking import OFFICERS, Check, Examined, check, met
from assemblies.domain.nominating.examining import checks_of
from assemblies.domain.planning.compatibility import Place, places_taken
from assemblies.domain.presence.clearance import PARAMETER, clearances_of
from assemblies.domain.sitting.judged import Judged, judged_contests
from assemblies.domain.sitting.judgement import Judgement
from assemblies.enums import Finding, ItemKind
from assemblies.errors import RuleRefused, told_by_the_rules
from assemblies.models import Assembly, Motion, Nomination
from bylaws.domain.in_force import rulebook_on
from bylaws.enums import Matter
from elections.domain.rounds import rounds_of
from elections.enums import ElectionState
from elections.models import Candidate
from members.enums import Office
from members.models import Person
from records.fields import Translated

Elected = tuple[Candidate, Person, Office]
"""Who is elected, as whom, and to which office."""
CLEARANCE = "officers.clearance"
UNSETTLED = (Finding.NOT_MET, Finding.UNKNOWN)


@dataclass(frozen=True, slots=True)
class WrittenIn:
    """Somebody written in and elected, with their checks in the language of the moment."""

    candidate: Candidate
    person: Person
    office: Office
    checks: tuple[Check, ...]

    @property
    def stopping(self) -> list[Check]:
        """What keeps the seat from being given."""
        return [one for one in self.checks if one.stops]

    @property
    def told(self) -> list[Check]:
        """What is not met, or not known, and keeps no seat from being given."""
        return [one for one in self.checks if one.verdict in UNSETTLED and not one.stops]


def written_in(motion: Motion, *, today: date) -> list[WrittenIn]:
    """Whoever was written in for an office in one of the motion's rounds and is elected in that
    round or in a later one. Arrears are those of ``today``.

    Raises RuleRefused where a count does not reconcile.
    """
    known = _known_by_the_count(motion)
    if not known:
        return []
    with told_by_the_rules():
        elected = list(_elected(judged_contests(motion)))
    found = [one for one in elected if (one[1].pk, one[2]) in known]
    if not found:
        return []
    others = [
        *places_taken(motion.item.assembly),
        *(_place(one) for one in elected),
        *_elected_beside(motion),
    ]
    return [WrittenIn(*one, tuple(_checks(motion, one, others, today=today))) for one in found]


def _known_by_the_count(motion: Motion) -> set[tuple[object, str]]:
    """Person and office of everybody who was written in; in a further round they stand."""
    rows = Candidate.objects.filter(
        contest__election__in=rounds_of(motion.election),
        contest__election__state=ElectionState.PUBLISHED,
        contest__preliminary=False,
        is_write_in=True,
    )
    return set(rows.values_list("person", "contest__office"))


def _elected(judged: Sequence[Judged]) -> Iterator[Elected]:
    for one in judged:
        if not one.contest.office or one.contest.preliminary:
            continue
        for candidate in one.elected:
            if candidate.person is not None:
                yield candidate, candidate.person, Office(one.contest.office)


def _place(elected: Elected) -> Place:
    candidate, person, office = elected
    return Place(person, candidate.firm, office)


def _elected_beside(motion: Motion) -> Iterator[Place]:
    """Whom other boxes of the day elected whose results are published and not resolved on yet: they
    hold no seat and no longer stand."""
    for other in _published(motion.item.assembly):
        if other.pk != motion.pk and not _is_resolved(other):
            yield from (_place(one) for one in _elected_told(other))


def _published(assembly: Assembly) -> list[Motion]:
    family = assembly.parent_id or assembly.pk
    here = Q(item__assembly=family) | Q(item__assembly__parent=family)
    rows = Motion.objects.filter(
        here, item__kind=ItemKind.ELECTION, election__state=ElectionState.PUBLISHED
    )
    return list(rows.select_related("item__assembly", "election").order_by("item"))


def _is_resolved(motion: Motion) -> bool:
    return motion.resolutions.filter(annulled_at__isnull=True).exists()


def _elected_told(motion: Motion) -> list[Elected]:
    """Nobody where a count is refused, which resolving says in its own words."""
    try:
        with told_by_the_rules():
            return list(_elected(judged_contests(motion)))
    except RuleRefused:
        return []


def _checks(
    motion: Motion, elected: Elected, others: Sequence[Place], *, today: date
) -> Iterator[Check]:
    candidate, person, office = elected
    assembly, day = motion.item.assembly, meeting_day(motion.item.assembly)
    declared = _nomination(motion, person, office)
    row = declared or Nomination(person=person, firm=candidate.firm, office=office)
    written = declared is None or declared.declared_on is None
    case = Examined(row, assembly, day, today, rulebook_on(day), written_in=written)
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


def written_in_told(motion: Motion | None, *, today: date) -> list[WrittenIn]:
    """Of a published result that is not resolved on yet, those of whom something is to be told
    before their seats are given; nothing where the count is refused."""
    if motion is None or motion.election is None or motion.item.kind != ItemKind.ELECTION:
        return []
    if motion.election.state != ElectionState.PUBLISHED or _is_resolved(motion):
        return []
    try:
        found = written_in(motion, today=today)
    except RuleRefused:
        return []
    return [one for one in found if one.stopping or one.told]


def sentences_of(found: Sequence[WrittenIn]) -> list[str]:
    """The same in words, a sentence each, with the rule's citation behind every reason."""
    told = []
    for one in found:
        names = {"person": one.candidate, "office": one.office.label}
        if one.stopping:
            what = names | {"what": _reasons(one.stopping)}
            told.append(
                _("%(person)s, written in as %(office)s, is given no seat: %(what)s") % what
            )
        if one.told:
            what = names | {"what": _reasons(one.told)}
            told.append(_("%(person)s, written in as %(office)s: %(what)s") % what)
    return told


def _reasons(checks: Sequence[Check]) -> str:
    return " ".join(f"{one.title}: {one.sentence} ({one.citation})" for one in checks)


def elected_to_office(assembly: Assembly) -> list[Candidate]:
    """Who was written in and elected to an office that needs clearance, at the meeting or its first
    meetings."""
    found: list[Candidate] = []
    for motion in _published(assembly):
        known = _known_by_the_count(motion)
        if known and motion.item.matter == Matter.ELECT_OFFICERS:
            told = _elected_told(motion)
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
    return _("%(person)s, written in as %(office)s, is given no seat yet") % {
        "person": Translated(row["name"]),
        "office": Office(row["office"]).label,
    }


def held_back_rows(motion: Motion, *, today: date) -> list[dict[str, Any]]:
    """Who is given no seat and by which rules, as a resolution keeps it. How old somebody is, and
    what they owe, stands in no resolution: each reason has its title and its citation."""
    told: dict[str, list[WrittenIn]] = {}
    for language, code in LANGUAGES.items():
        with override(code):
            told[language] = [one for one in written_in(motion, today=today) if one.stopping]
    return [_kept(zh, en) for zh, en in zip(told["zh"], told["en"], strict=True)]


def _kept(zh: WrittenIn, en: WrittenIn) -> dict[str, Any]:
    return {
        "candidate": str(zh.candidate.pk),
        "person": str(zh.person.pk),
        "name": dict(zh.candidate.name),
        "office": zh.office.value,
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
