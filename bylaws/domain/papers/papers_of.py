"""What is kept of a version as the papers and files that are made of it.

A paper is dated by what is on record, never by the day of the download: the same version gives the
same bytes.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.text import slugify

from bylaws.domain import stored
from bylaws.domain.formats.akn import AknDocument
from bylaws.domain.formats.json_format import StatedParameter, TextDocument
from bylaws.domain.formats.papers import (
    CertifiedPaper,
    ComparisonPaper,
    Dated,
    RedlinePaper,
    TextPaper,
)
from bylaws.domain.papers.comparing import Comparison
from bylaws.enums import Scheme
from bylaws.errors import Lang
from bylaws.models import Association, Version
from records.models import Decision

COUNTRIES = {"cn": "cn", "de": "de", "fr": "fr", "uk": "gb", "ronr": "us"}
"""ISO 3166-1 codes of the rule profiles."""
TEXT_LANGUAGES = {Scheme.ZH: "zh-Hans"}
"""Tags of the language that a numbering scheme is used in; of the others the scheme itself."""


def zone_of(association: Association) -> ZoneInfo:
    return ZoneInfo(association.time_zone)


def text_language(scheme: str) -> str:
    return TEXT_LANGUAGES.get(Scheme(scheme), str(scheme))


def text_paper(version: Version, lang: Lang) -> TextPaper:
    return TextPaper(
        title=version.regulation.title.text(lang),
        association=Association.objects.get().name.text(lang),
        label=version.label.text(lang),
        provisions=stored.provisions_of(version),
        written_on=_local_day(version.recorded_at),
        scheme=Scheme(version.numbering),
        lang=lang,
    )


def certified_paper(version: Version, lang: Lang) -> CertifiedPaper:
    """与原件核对: the text with its three days, by which decisions, and its place in the chain."""
    effective = version.effective_on
    return CertifiedPaper(
        text=text_paper(version, lang),
        digest=version.digest,
        chain=version.chain,
        adopted=_dated(version.adoption, lang),
        approved=_dated(version.approval, lang),
        effective=Dated(effective) if effective else None,
    )


def _dated(decision: Decision | None, lang: Lang) -> Dated | None:
    if decision is None:
        return None
    told = [decision.body_name.text(lang), decision.reference]
    # A decision kept as a resolution bears its number; others are known by body and day alone.
    return Dated(decision.decided_on, ("，" if lang == "zh" else ", ").join(filter(None, told)))


def comparison_paper(comparison: Comparison, lang: Lang) -> ComparisonPaper:
    return ComparisonPaper(
        title=comparison.regulation.title.text(lang),
        association=Association.objects.get().name.text(lang),
        old_label=comparison.old_label.text(lang),
        new_label=comparison.new_label.text(lang),
        rows=tuple(row.plain() for row in comparison.rows(lang)),
        written_on=_local_day(comparison.at),
        lang=lang,
    )


def redline_paper(comparison: Comparison, lang: Lang) -> RedlinePaper:
    association = Association.objects.get().name.text(lang)
    text = TextPaper(
        title=comparison.regulation.title.text(lang),
        association=association,
        label=comparison.new_label.text(lang),
        provisions=comparison.new,
        written_on=_local_day(comparison.at),
        scheme=comparison.scheme,
        lang=lang,
    )
    return RedlinePaper(
        text=text,
        old=comparison.old,
        author=comparison.proposer or association,
        at=comparison.at,
        conforming=comparison.conforming,
    )


def json_document(version: Version) -> TextDocument:
    adoption, approval = version.adoption, version.approval
    return TextDocument(
        provisions=stored.provisions_of(version),
        scheme=Scheme(version.numbering),
        title=version.regulation.title,
        label=version.label,
        regulation=version.regulation.pk,
        adopted_on=adoption.decided_on if adoption else None,
        approved_on=approval.decided_on if approval else None,
        effective_on=version.effective_on,
        previous=version.previous,
        chain=version.chain,
        parameters=tuple(
            StatedParameter(row.key, row.value, row.provision, row.quote)
            for row in version.parameters.all()
        ),
    )


def akn_document(version: Version) -> AknDocument:
    """In the language of the text itself, as its identifiers say."""
    association, regulation = Association.objects.get(), version.regulation
    language = text_language(version.numbering)
    adoption, approval = version.adoption, version.approval
    name = association.short_name.en or association.name.en
    authority = approval.body_name if approval else association.registration_authority
    return AknDocument(
        provisions=stored.provisions_of(version),
        title=regulation.title.text(language),
        association=association.name.text(language),
        begun_on=_begun_on(version),
        written_on=_local_day(version.recorded_at),
        country=COUNTRIES.get(association.profile, association.profile),
        subject=slugify(name) or "association",
        number=regulation.kind.replace("_", "-"),
        scheme=Scheme(version.numbering),
        language=language,
        label=version.label.text(language),
        authority=authority.text(language),
        adopted_on=adoption.decided_on if adoption else None,
        approved_on=approval.decided_on if approval else None,
        effective_on=version.effective_on,
    )


def _begun_on(version: Version) -> date:
    """The day of the regulation's first adoption, or that of its first text."""
    versions = version.regulation.versions.select_related("adoption")
    adopted = [row.adoption.decided_on for row in versions if row.adoption]
    return min(adopted or [_local_day(row.recorded_at) for row in versions])


def _local_day(at: datetime) -> date:
    return at.astimezone(zone_of(Association.objects.get())).date()
