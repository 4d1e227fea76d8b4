"""Telling the members of a year's money: a paper in each language, kept as it was told."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from bylaws.models import Association
from dues.domain.reports.annual import Year, sources, year_of
from dues.errors import YearNotOver
from dues.models import AnnualStatement
from members.domain.days import zone
from members.models import User
from records.domain import documents, log
from records.domain.pdf import LANGUAGES, make_pdf

STREAM = "dues"


@transaction.atomic
def publish_year(*, year: int, today: date, by: User | None, at: datetime) -> AnnualStatement:
    """Put the year's income and expense on record, with its papers; members see it from then on.

    Published again with the same figures nothing changes; with others it is another row, and the
    one before stays. Raises YearNotOver.
    """
    if year >= today.year:
        raise YearNotOver(year=year)
    told = year_of(year)
    figures = told.as_data()
    latest = AnnualStatement.objects.filter(year=year).first()
    if latest is not None and latest.figures == figures:
        return latest
    papers = {language: _paper(told, language, at) for language in LANGUAGES}
    statement = AnnualStatement.objects.create(
        year=year, figures=figures, papers=papers, published_at=at
    )
    payload = {"statement": statement.pk, "year": year, "papers": papers}
    log.record(stream=STREAM, event="year_published", payload=payload, by=by, at=at)
    return statement


def _paper(told: Year, language: str, at: datetime) -> str:
    content = year_paper(told, language=language, at=at)
    name = f"dues-{told.year}.{language}.pdf"
    document = documents.store(content=content, name=name, media_type="application/pdf", at=at)
    return str(document.pk)


def year_paper(told: Year, *, language: str, at: datetime) -> bytes:
    """会费收支公示: income, expense, result, and what was held and owed."""
    association = Association.objects.get()
    context: dict[str, Any] = {
        "association": association.name.text(language),
        "currency": association.currency,
        "year": told,
        "income": [(name.get(language) or str(name), code, s) for name, code, s in told.income],
        "expense": [(name.get(language) or str(name), code, s) for name, code, s in told.expense],
        "sources": [
            source.render("zh" if language == "zh" else "en") for source in sources(told.until_on)
        ],
        "at": at,
    }
    return make_pdf(
        template="print/dues_year.html",
        context=context,
        language=language,
        zone=zone(),
        dated=at,
    )
