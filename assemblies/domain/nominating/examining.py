"""Whether somebody who is nominated may stand: every check that the rules of the day ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from assemblies.domain.convening.notice import LANGUAGES
from assemblies.domain.days import local_day
from assemblies.domain.nominating import calls, of_officers
from assemblies.domain.nominating.acting import locked, note, require_running
from assemblies.domain.nominating.checking import (
    Check,
    Examined,
    Ground,
    check,
    examined,
    met,
    with_approval,
)
from assemblies.domain.nominating.states import standing_of
from assemblies.domain.planning.compatibility import (
    Apart,
    Conflict,
    Place,
    apart_in,
    conflicts_of,
    places_taken,
)
from assemblies.enums import Finding
from assemblies.errors.nominating import ApprovalOnRecord, NotApprovable
from assemblies.models import Nomination, NominationApproval, NominationCall
from bylaws.domain.profiles import FIRM
from bylaws.models import Association
from dues.domain.arrears import arrears_on
from dues.domain.papers.amount_format import with_currency
from members.domain.uploads import Upload, keep
from members.enums import Office
from members.models import User
from records.fields import Translated

FINANCE = "financial_staff"
DUES = "nomination.dues"
SINGLE: tuple[Callable[[Examined], Check | None], ...] = (
    of_officers.age,
    of_officers.age_in_term,
    of_officers.terms,
    of_officers.public_service,
    of_officers.elsewhere,
    of_officers.represents,
)


@dataclass(frozen=True, slots=True)
class Review:
    """A nomination with its checks, in the language of the moment."""

    nomination: Nomination
    checks: list[Check]

    @property
    def stopping(self) -> list[Check]:
        return [one for one in self.checks if one.stops]


def review(nomination: Nomination, *, today: date) -> Review:
    """Every check of one nomination, under the rules of the meeting's day. Arrears are those of
    ``today``."""
    case = examined(nomination, today=today)
    return Review(nomination, checks_of(case, list(_others(case))))


def checks_of(case: Examined, others: Sequence[Place]) -> list[Check]:
    """Every check of ``case``; ``others`` are the places that must go with it."""
    asked = [made for ask in SINGLE if (made := ask(case)) is not None]
    found = [*asked, *_dues(case), *_apart(case, others)]
    approvals = {row.topic: row for row in case.nomination.approvals.all()}
    return [with_approval(one, approvals) for one in found]


def reviews(call: NominationCall, *, today: date) -> list[Review]:
    """The checks of all who stand or still may."""
    return [review(row, today=today) for row in standing_of(call)]


def kept(nomination: Nomination, *, today: date) -> list[dict[str, Any]]:
    """The checks as the record keeps them: each sentence in both languages."""
    told: dict[str, list[Check]] = {}
    for language, code in LANGUAGES.items():
        with override(code):
            told[language] = review(nomination, today=today).checks
    pairs = zip(told["zh"], told["en"], strict=True)
    return [
        {
            "topic": zh.topic,
            "verdict": zh.verdict.value,
            "title": {"zh": zh.title, "en": en.title},
            "sentence": {"zh": zh.sentence, "en": en.sentence},
            "citation": dict(zh.citation),
        }
        for zh, en in pairs
    ]


def _dues(case: Examined) -> Iterator[Check]:
    """Whether the firm of the nominee is behind with its dues today."""
    ground = case.stated("nomination.dues_paid", DUES)
    firm = case.nomination.firm
    if ground is None or not ground.value or firm is None:
        return
    known = arrears_on(case.today, firm=firm) if case.arrears is None else case.arrears
    behind = known.get(firm.pk)
    if behind is None:
        sentence = _("%(firm)s owes nothing that is due.") % {"firm": firm}
    else:
        sentence = _("%(firm)s owes %(amount)s since %(since)s.") % {
            "firm": firm,
            "amount": with_currency(behind.amount, Association.objects.get().currency),
            "since": date_format(behind.since),
        }
    yield check(DUES, _("Dues of the firm"), met(behind is None), sentence, ground)


def _apart(case: Examined, others: Sequence[Place]) -> Iterator[Check]:
    """Offices that do not go together, with the posts on the financial staff that one declares."""
    row = case.nomination
    own = Place(row.person, row.firm, row.office)
    for rule in apart_in(case.book):
        if not any(one.against(row.office) for one in rule.exclusions):
            continue
        ground = case.about(rule.topic)
        assert ground is not None  # the rule was found by its topic
        found = list(conflicts_of(own, others, [rule]))
        finance = any(FINANCE in one.against(row.office) for one in rule.exclusions)
        yield _kept_apart(case, rule, ground, found, finance=finance)


def _kept_apart(
    case: Examined, rule: Apart, ground: Ground, found: Sequence[Conflict], *, finance: bool
) -> Check:
    topic, title = f"{rule.topic}.offices", _title(rule, case.office)
    if finance and case.nomination.financial_staff:
        sentence = _("Declared: on the association's financial staff.")
        return check(topic, title, Finding.NOT_MET, sentence, ground)
    if found:
        sentence = " ".join(dict.fromkeys(_told(one) for one in found))
        return check(topic, title, Finding.NOT_MET, sentence, ground)
    if finance and case.nomination.declared_on is None:
        return check(topic, title, Finding.UNKNOWN, of_officers.undeclared(case), ground)
    return check(topic, title, Finding.MET, _("No other office stands in the way."), ground)


def _title(rule: Apart, office: Office) -> str:
    against = {other for one in rule.exclusions for other in one.against(office)}
    labels = [str(other.label) for other in Office if other in against]
    if FINANCE in against:
        labels.append(_("financial staff"))
    return _("Does not go with: %(offices)s") % {"offices": pgettext("list", ", ").join(labels)}


def _told(conflict: Conflict) -> str:
    told = {"person": conflict.other.person, "office": Office(conflict.other.office).label}
    if conflict.between == FIRM:
        return _("%(person)s, of the same firm, is or stands as %(office)s.") % told
    return _("%(person)s is or stands as %(office)s too.") % told


def _others(case: Examined) -> Iterator[Place]:
    """What people hold, stand for, or are nominated for, at the meeting and its first meetings."""
    yield from places_taken(case.assembly)
    family = case.assembly.parent_id or case.assembly.pk
    for call in calls.calls_of(family):
        for other in standing_of(call):
            if other.pk != case.nomination.pk:
                yield Place(other.person, other.firm, other.office)


@transaction.atomic
def record_approval(
    *,
    nomination: Nomination,
    topic: str,
    granted_by: Translated | dict[str, str],
    reference: str,
    granted_on: date,
    by: User | None,
    at: datetime,
    scan: Upload | None = None,
) -> NominationApproval:
    """Put on record that somebody may stand although a rule is not met; the same again changes
    nothing. Raises NotApprovable where the rule lets nobody approve that, ApprovalOnRecord,
    NominationOver, ListConfirmed, PaperRefused, PaperTooLarge, PhaseForbids."""
    row = locked(nomination)
    known = row.approvals.filter(topic=topic).first()
    stated = (dict(granted_by), reference.strip(), granted_on)
    if known is not None:
        if (dict(known.granted_by), known.reference, known.granted_on) == stated:
            return known
        raise ApprovalOnRecord(reference=known.reference, on=date_format(known.granted_on))
    calls.require_unconfirmed(row.call)
    require_running(row, local_day(at))
    asked = {one.topic: one for one in review(row, today=local_day(at)).checks}.get(topic)
    if asked is None or not asked.approvable:
        raise NotApprovable(citation=str(asked.citation) if asked else topic)
    approval = NominationApproval.objects.create(
        nomination=row,
        topic=topic,
        granted_by=Translated(granted_by),
        reference=reference.strip(),
        granted_on=granted_on,
        document=keep(scan, at=at) if scan else None,
    )
    payload = {
        "topic": topic,
        "granted_by": dict(approval.granted_by),
        "reference": approval.reference,
        "granted_on": granted_on,
        "scan": approval.document.digest if approval.document else "",
    }
    note(row, "nomination_approved", by, at, **payload)
    return approval
