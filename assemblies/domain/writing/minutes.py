"""Minutes: drawn up from the record, made final, marked as signed.

The facts decide: as long as the record does not change, the same version comes back. Setting the
pages takes seconds, so it happens outside the lock that other acts of the meeting wait for.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from assemblies.domain.days import local_day
from assemblies.domain.governing import minutes_languages
from assemblies.domain.locking import lock_assembly, require_phase, stream_of
from assemblies.domain.numbers import written_number
from assemblies.domain.signing.evidence import (
    FACTS,
    FACTS_DESCRIBED,
    authority_in,
    evidence_of,
    with_manifest,
)
from assemblies.domain.sitting import phases
from assemblies.domain.writing.minutes_facts import (
    MinutesFacts,
    as_data,
    build_facts,
    digest_of,
    read_back,
)
from assemblies.domain.writing.minutes_facts.written import canonical
from assemblies.domain.writing.minutes_layout import context_of
from assemblies.enums import MinutesState, Phase
from assemblies.errors import (
    FiguresDispute,
    ItemsUndecided,
    MinutesNotFinal,
    MinutesNotReady,
    MinutesOutdated,
    RemarksUnanswered,
    ScanUnreadable,
)
from assemblies.models import Assembly, Minutes, ReadingRemark
from members.models import User
from records.domain import documents, jobs, log, numbering
from records.domain.media_types import PDF
from records.domain.pdf import Enclosed, make_pdf
from records.models import Document, Job

JOB = "assemblies.make_minutes"
NOT_FINAL = (MinutesState.DRAFT, MinutesState.READING)
TO_BE_SIGNED = (MinutesState.FINAL, MinutesState.SIGNED)
DRAWN_UP_IN = (Phase.LIVE, Phase.COUNT, Phase.MINUTES, Phase.SIGN)
SCANS = {b"%PDF-": PDF, b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}
"""How a scan of the signed paper begins, and what it is then."""


def make_minutes(*, assembly: Assembly, by: User | None, at: datetime) -> dict[str, Minutes]:
    """Draw up the minutes in the languages of :func:`minutes_languages`: ``{"zh": …, "en": …}``.

    A new version only where the facts differ from the last one's. While items are open it is a
    draft and says so; the number is drawn once the meeting is closed. Raises PhaseForbids,
    FontsMissing.
    """
    facts = _facts_under_number(assembly.pk, by=by, at=at)
    data = as_data(facts)
    digest = digest_of(data)
    standing = latest_minutes(assembly)
    if standing and _digest(standing) == digest:
        return standing
    version = 1 + max((row.version for row in standing.values()), default=0)
    printed = _print(data, digest, version, MinutesState.DRAFT, minutes_languages())
    return _put_on_record(assembly, data, digest, version, printed, by=by, at=at)


@transaction.atomic
def _facts_under_number(assembly_id: UUID, *, by: User | None, at: datetime) -> MinutesFacts:
    """The facts as of one instant; a closed meeting's minutes have their number first."""
    assembly = lock_assembly(assembly_id)
    require_phase(assembly, *DRAWN_UP_IN)
    if assembly.closed_at is not None and not assembly.number:
        year = local_day(assembly.closed_at).year
        number = numbering.draw_number(f"minutes:{year}")
        assembly.number = written_number(
            "minutes", body_kind=assembly.body.kind, year=year, number=number
        )
        assembly.save(update_fields=["number"])
        _log(assembly, "minutes_numbered", by, at, number=assembly.number)
    return build_facts(assembly)


@transaction.atomic
def _put_on_record(
    assembly: Assembly,
    data: dict[str, Any],
    digest: str,
    version: int,
    printed: dict[str, bytes],
    *,
    by: User | None,
    at: datetime,
) -> dict[str, Minutes]:
    assembly = lock_assembly(assembly.pk)
    standing = latest_minutes(assembly)
    if standing and (_digest(standing) == digest or max(_versions(standing)) >= version):
        return standing
    made = {
        language: Minutes.objects.create(
            assembly=assembly,
            version=version,
            language=language,
            facts=data,
            facts_digest=digest,
            document=_store(assembly, language, version, content, at),
            made_at=at,
        )
        for language, content in printed.items()
    }
    _log(assembly, "minutes_made", by, at, version=version, facts=digest)
    return made


def finalise_minutes(*, assembly: Assembly, by: User | None, at: datetime) -> dict[str, Minutes]:
    """Make the last version final, with its evidence, and hand it over to be signed. Final minutes
    stay as they are.

    Raises MinutesNotReady, MinutesOutdated where the record has changed since, ItemsUndecided,
    FiguresDispute, RemarksUnanswered, PhaseForbids, DocumentMissing.
    """
    standing = latest_minutes(assembly)
    if not standing:
        raise MinutesNotReady
    if all(row.state in TO_BE_SIGNED for row in standing.values()):
        return standing
    check_ready(assembly, standing)
    any_row = next(iter(standing.values()))
    evidence = evidence_of(assembly, any_row.facts, at=at)
    printed = _print(
        any_row.facts,
        any_row.facts_digest,
        any_row.version,
        MinutesState.FINAL,
        list(standing),
        evidence,
    )
    with transaction.atomic():
        locked = lock_assembly(assembly.pk)
        require_phase(locked, Phase.MINUTES, Phase.SIGN)
        rows = latest_minutes(locked)
        if _digest(rows) != any_row.facts_digest:
            raise MinutesOutdated(version=any_row.version)
        if all(row.state in TO_BE_SIGNED for row in rows.values()):
            # Somebody else was first.
            return rows
        _check_answered(locked)
        for language, row in rows.items():
            row.document = _store(locked, language, row.version, printed[language], at)
            row.state = MinutesState.FINAL
            row.save(update_fields=["document", "state"])
        _log(locked, "minutes_finalised", by, at, version=any_row.version)
        phases.move(assembly=locked, to=Phase.SIGN, by=by, at=at)
    return rows


def check_ready(assembly: Assembly, standing: dict[str, Minutes]) -> None:
    """Whether the version ``standing`` may be read by the board or become final.

    Raises ItemsUndecided, FiguresDispute, MinutesOutdated.
    """
    facts = build_facts(Assembly.objects.get(pk=assembly.pk))
    if facts.open_items:
        raise ItemsUndecided(items=", ".join(str(item.title) for item in facts.open_items))
    if facts.disputed_items:
        raise FiguresDispute(items=", ".join(str(item.title) for item in facts.disputed_items))
    if digest_of(as_data(facts)) != _digest(standing):
        raise MinutesOutdated(version=max(_versions(standing)))


def _check_answered(assembly: Assembly) -> None:
    waiting = ReadingRemark.objects.filter(minutes__assembly=assembly, answered_at__isnull=True)
    if number := waiting.count():
        raise RemarksUnanswered(number=number)


@transaction.atomic
def mark_signed(
    *, minutes: Minutes, scan: bytes, name: str, by: User | None, at: datetime
) -> Minutes:
    """Keep the scan of the signed paper beside the minutes it shows.

    A scan is PDF, PNG or JPEG; the same one again changes nothing. Raises MinutesNotFinal,
    ScanUnreadable.
    """
    assembly = lock_assembly(minutes.assembly_id)
    row = Minutes.objects.select_related("signed_copy").get(pk=minutes.pk)
    if row.state not in TO_BE_SIGNED:
        raise MinutesNotFinal
    kind = next((kind for begin, kind in SCANS.items() if scan.startswith(begin)), None)
    if kind is None:
        raise ScanUnreadable(name=name)
    document = documents.store(content=scan, name=name, media_type=kind, at=at)
    if row.signed_copy == document:
        return row
    row.signed_copy, row.state = document, MinutesState.SIGNED
    row.save(update_fields=["signed_copy", "state"])
    payload = {"version": row.version, "language": row.language, "scan": document.digest}
    _log(assembly, "minutes_signed", by, at, **payload)
    return row


def request_minutes(*, assembly: Assembly, at: datetime) -> Job:
    """Promise to draw the minutes up apart from a request. Two promises do no harm: the second
    finds the version of the first."""
    key = f"minutes:{assembly.pk}:{at.isoformat()}"
    return jobs.request_job(task=JOB, key=key, arguments={"assembly_id": str(assembly.pk)}, at=at)


def make_requested(*, assembly_id: str, at: datetime) -> None:
    """The job behind :func:`request_minutes`."""
    make_minutes(assembly=Assembly.objects.get(pk=assembly_id), by=None, at=at)


def latest_minutes(assembly: Assembly) -> dict[str, Minutes]:
    """The newest version in each language; empty where there is none."""
    rows = list(assembly.minutes.select_related("document"))
    newest = max((row.version for row in rows), default=0)
    return {row.language: row for row in rows if row.version == newest}


def _digest(standing: dict[str, Minutes]) -> str:
    return next(iter(standing.values())).facts_digest if standing else ""


def _versions(standing: dict[str, Minutes]) -> list[int]:
    return [row.version for row in standing.values()]


def _print(
    data: dict[str, Any],
    digest: str,
    version: int,
    state: MinutesState,
    languages: Sequence[str],
    evidence: Sequence[Enclosed] = (),
) -> dict[str, bytes]:
    return {
        language: print_minutes(
            data,
            language=language,
            digest=digest,
            version=version,
            state=state,
            evidence=with_manifest(evidence, digest=digest, language=language, version=version)
            if evidence
            else (),
        )
        for language in languages
    }


def print_minutes(
    data: dict[str, Any],
    *,
    language: str,
    digest: str,
    version: int,
    state: str,
    evidence: Sequence[Enclosed] = (),
) -> bytes:
    """The PDF of facts as they were kept. Nothing but these facts decides a figure in it, and
    nothing is asked of the record: who has the file sets its pages again."""
    context = {
        **paper_context(data, digest=digest, version=version, state=state),
        "authority": authority_in(evidence),
    }
    ended = data["meeting"]["closed_at"] or data["meeting"]["starts_at"]
    return make_pdf(
        template="print/minutes.html",
        context=context,
        language=language,
        zone=ZoneInfo(data["time_zone"]),
        dated=datetime.fromisoformat(ended),
        enclosed=[Enclosed(FACTS, canonical(data), FACTS_DESCRIBED), *evidence],
    )


def paper_context(data: dict[str, Any], *, digest: str, version: int, state: str) -> dict[str, Any]:
    """What the page of the minutes is set from."""
    return {
        **context_of(read_back(data)),
        "digest": digest,
        "version": version,
        "is_draft": state not in TO_BE_SIGNED,
    }


def _store(
    assembly: Assembly, language: str, version: int, content: bytes, at: datetime
) -> Document:
    name = f"minutes-{local_day(assembly.starts_at)}-v{version}.{language}.pdf"
    return documents.store(content=content, name=name, media_type=PDF, at=at)


def _log(assembly: Assembly, event: str, by: User | None, at: datetime, **payload: Any) -> None:
    log.record(stream=stream_of(assembly), event=event, payload=payload, by=by, at=at)
