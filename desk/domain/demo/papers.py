"""The day's reports as PDF, printed on every core beside each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from assemblies.domain.writing import papers as reports
from assemblies.models import Assembly
from elections.models import Election

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Paper:
    """One report to print: of which kind, of what, in which language, and where to."""

    kind: str
    subject: str
    language: str
    path: Path


def papers_of(out: Path, meetings: Iterable[Assembly], boxes: Iterable[Election]) -> list[Paper]:
    """Attendance of every meeting; issue, return and result of every ballot box."""
    return [*_attendance(out, meetings), *_reports(out, boxes)]


def _attendance(out: Path, meetings: Iterable[Assembly]) -> Iterator[Paper]:
    for meeting in meetings:
        for language in LANGUAGES:
            name = f"attendance-{meeting.body.kind.replace('_', '-')}.{language}.pdf"
            yield Paper("attendance", str(meeting.pk), language, out / name)


def _reports(out: Path, boxes: Iterable[Election]) -> Iterator[Paper]:
    for box in boxes:
        for kind in ("issued", "returned", "result"):
            for language in LANGUAGES:
                name = f"{box.slug}.{kind}.{language}.pdf"
                yield Paper(kind, str(box.pk), language, out / name)


def print_all(papers: list[Paper], workers: ProcessPoolExecutor) -> Iterator[Path]:
    """Begin to print every paper at once; going through them waits for each and raises what a
    worker met."""
    return workers.map(print_paper, papers)


def print_paper(paper: Paper) -> Path:
    """Print one paper in a worker."""
    if paper.kind == "attendance":
        assembly = Assembly.objects.get(pk=paper.subject)
        content = reports.attendance_list(assembly=assembly, language=paper.language, blank=False)
    else:
        box = Election.objects.get(pk=paper.subject)
        content = (
            reports.result_sheet(election=box, language=paper.language)
            if paper.kind == "result"
            else reports.box_report(election=box, kind=paper.kind, language=paper.language)
        )
    paper.path.write_bytes(content)
    return paper.path
