"""The public notice 公示 of those who are nominated: for how long, and its paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.formats import date_format

from assemblies.domain.days import local_day, meeting_day, zone
from assemblies.domain.governing import cited
from assemblies.domain.locking import stream_of
from assemblies.domain.nominating import calls
from assemblies.domain.nominating.examining import review
from assemblies.domain.nominating.states import in_state, standing_of
from assemblies.domain.planning.nominate import by_strokes
from assemblies.enums import NominationState
from assemblies.errors.nominating import (
    NobodyToAnnounce,
    NomineesChanged,
    NomineesUnqualified,
    NoticeBeyondMeeting,
    NoticePeriodShort,
)
from assemblies.models import Assembly, CandidateNotice, Nomination, NominationCall
from bylaws.models import Association
from members.models import User
from records.domain import documents, log
from records.domain.media_types import PDF
from records.domain.pdf import make_pdf
from records.fields import Translated
from records.models import Document


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """Full days that the notice stands; 0 where no text says how long."""

    days: int
    citation: Translated


def notice_rule(assembly: Assembly) -> NoticeRule:
    answer = calls.answer_on(assembly, calls.NOTICE_RULE)
    if answer is None:
        return NoticeRule(0, Translated())
    assert isinstance(answer.value, int)  # a parameter of the kind "number"
    return NoticeRule(answer.value, cited(answer.citations))


def ready_for_notice(call: NominationCall, day: date) -> list[Nomination]:
    """Those who agreed, have their supporters and are not announced yet, as the notice lists
    them: office by office, by the strokes of their surnames."""
    ready = in_state(standing_of(call), day, NominationState.REVIEW)
    return [
        row
        for office in calls.offices_of(call.item)
        for row in by_strokes([one for one in ready if one.office == office])
    ]


def publish_notice(
    *,
    call: NominationCall,
    objections_to: Translated | dict[str, str],
    by: User | None,
    at: datetime,
    days: int | None = None,
) -> CandidateNotice:
    """Announce all who are ready from today on, for ``days`` full days or as long as the rule
    says; the paper is made in Chinese and English. Where nobody new is ready, the last notice.

    Raises NobodyToAnnounce, NomineesUnqualified, NoticePeriodShort, NoticeBeyondMeeting,
    NomineesChanged, ListConfirmed, PhaseForbids, FontsMissing. Setting the pages takes seconds, so
    it happens outside the meeting's lock.
    """
    call = NominationCall.objects.select_related("item__assembly__body").get(pk=call.pk)
    today = local_day(at)
    named = ready_for_notice(call, today)
    last = call.notices.order_by("published_at").last()
    if not named and last is not None:
        return last
    notice = _drafted(call, named, Translated(objections_to), days, at)
    papers = {language: _paper(notice, named, language, at) for language in ("zh", "en")}
    return _published(notice, named, papers, by=by, at=at)


def _drafted(
    call: NominationCall,
    named: list[Nomination],
    objections_to: Translated,
    days: int | None,
    at: datetime,
) -> CandidateNotice:
    """The notice with its days, not kept yet."""
    calls.require_unconfirmed(call)
    if not named:
        raise NobodyToAnnounce
    today, rule = local_day(at), notice_rule(call.item.assembly)
    stopped = [str(row) for row in named if review(row, today=today).stopping]
    if stopped:
        raise NomineesUnqualified(names=", ".join(stopped))
    lasts = rule.days if days is None else days
    if lasts < rule.days:
        raise NoticePeriodShort(days=rule.days, citation=str(rule.citation))
    until = today + timedelta(days=lasts)
    if until >= meeting_day(call.item.assembly):
        raise NoticeBeyondMeeting(day=date_format(until))
    return CandidateNotice(
        call=call,
        from_on=today,
        until_on=until,
        days_required=rule.days,
        citation=rule.citation,
        objections_to=objections_to,
        published_at=at,
    )


def _paper(
    notice: CandidateNotice, named: list[Nomination], language: str, at: datetime
) -> Document:
    content = notice_pdf(notice, named, language)
    name = f"candidates-{notice.from_on}.{language}.pdf"
    return documents.store(content=content, name=name, media_type=PDF, at=at)


def notice_pdf(notice: CandidateNotice, named: list[Nomination], language: str) -> bytes:
    """The sheet that is hung up and put on the website. Nothing of a person is on it but name,
    unit, post, office, and what they say of themselves."""
    association = Association.objects.get()
    context = {
        "notice": notice,
        "assembly": notice.call.item.assembly,
        "item": notice.call.item,
        "offices": by_office(named),
        "association": association.name,
    }
    return make_pdf(
        template="print/candidate_notice.html",
        context=context,
        language=language,
        zone=zone(),
        dated=notice.published_at,
    )


def by_office(named: list[Nomination]) -> list[tuple[str, list[Nomination]]]:
    """Nominations under their offices, both in the order given."""
    found: dict[str, list[Nomination]] = {}
    for row in named:
        found.setdefault(row.office, []).append(row)
    return list(found.items())


@transaction.atomic
def _published(
    notice: CandidateNotice,
    named: list[Nomination],
    papers: dict[str, Document],
    *,
    by: User | None,
    at: datetime,
) -> CandidateNotice:
    call = calls.lock_call(notice.call)
    calls.require_unconfirmed(call)
    if {row.pk for row in ready_for_notice(call, local_day(at))} != {row.pk for row in named}:
        raise NomineesChanged
    notice.paper_zh, notice.paper_en = papers["zh"], papers["en"]
    notice.save(force_insert=True)
    notice.nominations.set(named)
    payload = {
        "item": str(call.item_id),
        "nominations": [str(row.pk) for row in named],
        "from_on": notice.from_on,
        "until_on": notice.until_on,
        "papers": [paper.digest for paper in papers.values()],
    }
    stream = stream_of(call.item.assembly)
    log.record(stream=stream, event="candidates_announced", payload=payload, by=by, at=at)
    return notice
