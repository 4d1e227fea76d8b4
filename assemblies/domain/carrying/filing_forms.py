"""Papers for the authority that the record fills as far as it goes: letter, officers, report.

What the register does not hold stays an empty field, to be written by hand.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from assemblies.domain.days import meeting_day, zone
from assemblies.domain.writing.minutes_facts import as_data, meeting_of, read_back
from assemblies.models import Assembly, Resolution
from bylaws.domain.in_force import rulebook_on
from bylaws.models import Association
from members.enums import Office
from members.models import Mandate, Person, Representative
from records.domain.pdf import make_pdf

OFFICERS = (
    Office.PRESIDENT,
    Office.VICE_PRESIDENT,
    Office.SECRETARY_GENERAL,
    Office.CHIEF_SUPERVISOR,
)
SEATS = (Office.STANDING_MEMBER, Office.COUNCIL_MEMBER, Office.SUPERVISOR)


def elected_at(assembly: Assembly) -> QuerySet[Mandate]:
    """Mandates by a resolution of the meeting, or of one that followed it, that still stand."""
    decided = "decision__resolution__motion__item__assembly"
    of = Q(**{decided: assembly}) | Q(**{f"{decided}__parent": assembly})
    rows = Mandate.objects.filter(
        of, superseded_at__isnull=True, decision__resolution__annulled_at__isnull=True
    )
    return rows.select_related("person", "firm", "term__body")


def _in_order(assembly: Assembly, offices: tuple[Office, ...]) -> list[Mandate]:
    rows = elected_at(assembly).filter(office__in=offices)
    return sorted(rows, key=lambda row: (offices.index(Office(row.office)), str(row.person.name)))


def officers(assembly: Assembly, language: str) -> bytes:
    """负责人名单."""
    return _print("print/filing_roster.html", assembly, language, groups=[_group(assembly, True)])


def roster(assembly: Assembly, language: str) -> bytes:
    """理事会、监事会名册, with the officers first."""
    groups = [_group(assembly, True), _group(assembly, False)]
    return _print("print/filing_roster.html", assembly, language, groups=groups)


def _group(assembly: Assembly, of_officers: bool) -> dict[str, Any]:
    offices = OFFICERS if of_officers else SEATS
    rows = _in_order(assembly, offices)
    return {
        "officers": of_officers,
        "rows": [{"mandate": row, "post": _post(row)} for row in rows],
    }


def officer_forms(assembly: Assembly, language: str) -> bytes:
    """负责人备案表, a page for each officer, with who cleared them."""
    sheets = [
        {"mandate": row, "post": _post(row), "clearance": _clearance(assembly, row.person)}
        for row in _in_order(assembly, OFFICERS)
    ]
    return _print("print/filing_officer.html", assembly, language, sheets=sheets)


def _post(mandate: Mandate) -> str:
    firm = mandate.firm
    if firm is None:
        return ""
    held = Representative.objects.filter(
        Representative.holds_on(mandate.from_on), person=mandate.person, firm=firm
    ).first()
    return str(held.post) if held else ""


def _clearance(assembly: Assembly, person: Person) -> Any:
    where = Q(assembly=assembly) | Q(assembly__parent=assembly)
    rows = person.clearances.filter(where, withdrawn_at__isnull=True)
    return rows.order_by("-cleared_on").first()


def letter(assembly: Assembly, language: str) -> bytes:
    """The application or covering letter: what was resolved, by how many votes, who was elected."""
    of = Q(motion__item__assembly=assembly) | Q(motion__item__assembly__parent=assembly)
    resolutions = Resolution.objects.filter(of, annulled_at__isnull=True)
    return _print(
        "print/filing_letter.html",
        assembly,
        language,
        resolutions=resolutions.select_related("motion__item", "decision").order_by(
            "year", "number"
        ),
        elected=[{"mandate": row} for row in _in_order(assembly, OFFICERS)],
        profile=rulebook_on(meeting_day(assembly)).profile.key,
    )


def report(assembly: Assembly, language: str) -> bytes:
    """换届报告, drafted: called, held, resolved, elected; the term's work is written by hand."""
    of = Q(motion__item__assembly=assembly) | Q(motion__item__assembly__parent=assembly)
    resolutions = Resolution.objects.filter(of, annulled_at__isnull=True)
    return _print(
        "print/filing_report.html",
        assembly,
        language,
        facts=read_back(as_data(meeting_of(assembly)))["attendance"],
        notice=assembly.notices.order_by("sent_at").first(),
        quorum=assembly.quorum_checks.order_by("at").first(),
        resolutions=resolutions.select_related("motion__item").order_by("year", "number"),
        groups=[_group(assembly, True), _group(assembly, False)],
    )


def _print(template: str, assembly: Assembly, language: str, **more: Any) -> bytes:
    context = {"assembly": assembly, "association": Association.objects.get(), **more}
    return make_pdf(
        template=template,
        context=context,
        language=language,
        zone=zone(),
        dated=assembly.closed_at or assembly.starts_at,
    )
