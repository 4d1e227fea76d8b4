"""What makes the papers of a filing pack, by the names that the lists of papers use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from assemblies.domain.carrying import filing_forms
from assemblies.domain.convening.agenda_papers import (
    agenda_pdf,
    candidates_pdf,
    contests_of,
    dues_pdf,
)
from assemblies.domain.writing.minutes import TO_BE_SIGNED, latest_minutes
from assemblies.domain.writing.papers import TOLD, attendance_list, resolution_paper, result_sheet
from assemblies.models import Assembly, Motion, Resolution
from bylaws.domain.papers.issuing import issue_amendment, issue_version, papers_of_version
from bylaws.enums import Matter, Outcome
from bylaws.models import Version
from elections.domain.ballot_papers import specimen_ballot
from elections.domain.rounds import all_rounds
from elections.enums import ElectionState
from elections.models import Election
from records.domain import documents
from records.domain.pdf import LANGUAGES

BYLAWS = (Matter.BYLAWS, Matter.PURPOSE)
Files = list[bytes]


@dataclass(frozen=True, slots=True)
class Maker:
    """``make`` gives the files in a language; ``wanted``: whether the meeting has any of it;
    ``waits`` says what must be done first, empty when nothing."""

    make: Callable[[Assembly, str], Files]
    wanted: Callable[[Assembly], bool]
    waits: Callable[[Assembly], str] = lambda assembly: ""


def passed(assembly: Assembly, *matters: Matter) -> QuerySet[Resolution]:
    """Resolutions of the meeting and of those that followed it which passed and stand."""
    of = Q(motion__item__assembly=assembly) | Q(motion__item__assembly__parent=assembly)
    rows = Resolution.objects.filter(of, annulled_at__isnull=True, outcome=Outcome.PASSED)
    if matters:
        rows = rows.filter(motion__item__matter__in=matters)
    return rows.select_related("motion__item__assembly", "motion__version", "motion__schedule")


def _motions(assembly: Assembly) -> QuerySet[Motion]:
    rows = Motion.objects.filter(item__assembly=assembly).order_by("item__position")
    return rows.select_related("amendment__regulation", "version__base", "schedule")


def _bylaws_draft(assembly: Assembly, language: str) -> Files:
    found = []
    for motion in _motions(assembly):
        if motion.amendment is not None and motion.unit is None:
            issued = issue_amendment(
                motion.amendment,
                paper="comparison",
                form="pdf",
                lang=language,  # type: ignore[arg-type]
            )
            found.append(issued.content)
        elif motion.version is not None:
            found += _of_version(motion.version, language)
    return found


def _of_version(version: Version, language: str) -> Files:
    wanted = [one for one in ("text", "comparison") if one in papers_of_version(version)]
    return [
        issue_version(version, paper=one, form="pdf", lang=language).content  # type: ignore[arg-type]
        for one in wanted
    ]


def _adopted(assembly: Assembly) -> QuerySet[Version]:
    """The texts that the meeting's resolutions adopted."""
    of = passed(assembly, *BYLAWS)
    return Version.objects.filter(adoption__resolution__in=of).select_related("base", "regulation")


def _bylaws(assembly: Assembly, language: str) -> Files:
    return [content for row in _adopted(assembly) for content in _of_version(row, language)]


def _dues(assembly: Assembly, language: str) -> Files:
    return [dues_pdf(assembly, row, language) for row in _motions(assembly) if row.schedule]


def _minutes(assembly: Assembly, language: str) -> Files:
    """The signed copy, else the file with the signatures, else the final paper."""
    rows = latest_minutes(assembly)
    # An authority abroad reads its own language, whatever that of the index is.
    at_home = [one for one in rows if one not in LANGUAGES]
    row = rows[next(iter(at_home), language if language in rows else next(iter(rows)))]
    document = row.signed_copy or row.sealed or row.document
    return [documents.read(document)] if document is not None else []


def _minutes_wait(assembly: Assembly) -> str:
    rows = latest_minutes(assembly).values()
    final = rows and all(row.state in TO_BE_SIGNED for row in rows)
    return "" if final else _("The minutes are not final yet.")


def _roll_waits(assembly: Assembly) -> str:
    return "" if assembly.roll_id else _("The roll is not frozen yet.")


def _close_waits(assembly: Assembly) -> str:
    return "" if assembly.closed_at else _("The meeting is not closed yet.")


def _print_resolutions(rows: Iterable[Resolution], language: str) -> Files:
    return [resolution_paper(resolution=row, language=language) for row in rows]


def _boxes(assembly: Assembly) -> QuerySet[Election]:
    """Those that were opened, and the rounds before them whose results stand."""
    of = Q(motion__item__assembly=assembly) | Q(motion__item__assembly__parent=assembly)
    rounds = all_rounds(Election.objects.filter(of))
    standing = [box.pk for box in rounds if box.state != ElectionState.ANNULLED]
    return Election.objects.filter(pk__in=standing, opened_at__isnull=False).order_by("opened_at")


def _results(assembly: Assembly, language: str) -> Files:
    told = _boxes(assembly).filter(state__in=TOLD)
    return [result_sheet(election=box, language=language) for box in told]


def _results_wait(assembly: Assembly) -> str:
    waiting = _boxes(assembly).exclude(state__in=TOLD).exists()
    return _("A result is not published yet.") if waiting else ""


def _specimens(assembly: Assembly, language: str) -> Files:
    boxes = dict.fromkeys(contest.election for contest in contests_of(assembly))
    return [specimen_ballot(election=box, language=language) for box in boxes]


def _always(assembly: Assembly) -> bool:
    return True


def _elected(assembly: Assembly) -> bool:
    return filing_forms.elected_at(assembly).exists()


def _officers_elected(assembly: Assembly) -> bool:
    return filing_forms.elected_at(assembly).filter(office__in=filing_forms.OFFICERS).exists()


MAKERS: dict[str, Maker] = {
    "letter": Maker(lambda a, lang: [filing_forms.letter(a, lang)], _always),
    "agenda": Maker(lambda a, lang: [agenda_pdf(a, lang)], lambda a: a.items.exists()),
    "bylaws_draft": Maker(
        _bylaws_draft,
        lambda a: (
            _motions(a).filter(Q(amendment__isnull=False) | Q(version__isnull=False)).exists()
        ),
    ),
    "bylaws": Maker(_bylaws, lambda a: _adopted(a).exists()),
    "bylaws_resolutions": Maker(
        lambda a, lang: _print_resolutions(passed(a, *BYLAWS), lang),
        lambda a: passed(a, *BYLAWS).exists(),
    ),
    "dues": Maker(_dues, lambda a: _motions(a).filter(schedule__isnull=False).exists()),
    "roll": Maker(
        lambda a, lang: [attendance_list(assembly=a, language=lang, blank=True)],
        _always,
        _roll_waits,
    ),
    "candidates": Maker(lambda a, lang: [candidates_pdf(a, lang)], lambda a: bool(contests_of(a))),
    "specimen": Maker(_specimens, lambda a: bool(contests_of(a))),
    "minutes": Maker(_minutes, _always, _minutes_wait),
    "attendance": Maker(
        lambda a, lang: [attendance_list(assembly=a, language=lang, blank=False)],
        _always,
        _close_waits,
    ),
    "resolutions": Maker(
        lambda a, lang: _print_resolutions(passed(a), lang), lambda a: passed(a).exists()
    ),
    "results": Maker(_results, lambda a: _boxes(a).exists(), _results_wait),
    "officers": Maker(lambda a, lang: [filing_forms.officers(a, lang)], _officers_elected),
    "officer_forms": Maker(
        lambda a, lang: [filing_forms.officer_forms(a, lang)], _officers_elected
    ),
    "roster": Maker(lambda a, lang: [filing_forms.roster(a, lang)], _elected),
    "report": Maker(
        lambda a, lang: [filing_forms.report(a, lang)], lambda a: a.re_election, _close_waits
    ),
}
