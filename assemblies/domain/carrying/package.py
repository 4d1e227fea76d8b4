"""The records of a term in one file that verifies by itself: papers, figures, chains of the log.

``manifest.json`` names every other file with its SHA-256 and every chain with its head and length;
:mod:`assemblies.domain.carrying.package_check` reads it back without a database.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from assemblies.domain.carrying.package_check import FORMAT, HANDOVERS, MANIFEST
from assemblies.domain.carrying.progress import stream_of_term
from assemblies.domain.carrying.zipping import zipped
from assemblies.domain.days import local_day
from assemblies.domain.locking import stream_of
from assemblies.domain.writing.minutes_facts.written import canonical
from assemblies.models import Assembly, ProgressNote, Publication, Resolution, TermPackage
from bylaws.models import Association, Version
from elections.domain.states import stream_of as stream_of_box
from elections.models import Election
from members.models import Term, User
from records.domain import documents, log
from records.models import Document, Stream

ZIP = "application/zip"


def make_package(*, term: Term, by: User | None, at: datetime) -> TermPackage:
    """Gather what the term's meetings left, as it stands now; the same record is the same package.
    Raises DocumentMissing where a file of the store is gone or altered."""
    files, chains = files_of(term)
    manifest = {
        "format": FORMAT,
        "association": dict(Association.objects.get().name),
        "term": {"body": dict(term.body.name), "number": term.number, "from": term.from_on},
        "files": {name: _sha256(content) for name, content in sorted(files.items())},
        "chains": chains,
    }
    plain = _json(manifest, indent=1)
    content = zipped({MANIFEST: plain, **dict(sorted(files.items()))})
    name = f"term-{term.body.kind}-{term.number}.zip"
    with transaction.atomic():
        term = Term.objects.select_for_update().select_related("body").get(pk=term.pk)
        document = documents.store(content=content, name=name, media_type=ZIP, at=at)
        known = term.packages.filter(document=document).first()
        if known is not None:
            return known
        package = TermPackage.objects.create(
            term=term, document=document, digest=_sha256(plain), made_at=at
        )
        # In a stream of its own: what is packed must not change by being packed.
        payload = {"term": term.pk, "package": document.digest, "manifest": package.digest}
        log.record(stream="packages", event="package_made", payload=payload, by=by, at=at)
    return package


def packed_terms() -> list[tuple[Term, TermPackage | None]]:
    """The terms in which meetings were held, the latest first, each with its last package."""
    held = Term.objects.filter(assemblies__closed_at__isnull=False).distinct()
    rows = held.select_related("body").order_by("-from_on", "body__kind")
    return [(row, row.packages.order_by("made_at").last()) for row in rows]


def files_of(term: Term) -> tuple[dict[str, bytes], dict[str, dict[str, Any]]]:
    """Every file by its name in the package, and every chain by its stream."""
    files: dict[str, bytes] = {}
    streams = [stream_of_term(term.pk)]
    meetings = Assembly.objects.filter(term=term).order_by("starts_at", "pk")
    for number, assembly in enumerate(meetings, start=1):
        folder = f"meetings/{number:02}-{local_day(assembly.starts_at)}"
        for name, document in _named(folder, _documents(assembly)):
            files[name] = documents.read(document)
        for table, rows in _tables(assembly).items():
            files[f"{folder}/{table}.jsonl"] = _lines(rows)
        streams.append(stream_of(assembly))
        boxes = Election.objects.filter(motion__item__assembly=assembly)
        streams += [stream_of_box(box) for box in boxes.order_by("pk")]
    adopted = Version.objects.filter(adoption__resolution__motion__item__assembly__term=term)
    for version in adopted.select_related("regulation").order_by("recorded_at"):
        told = {
            "title": dict(version.regulation.title),
            "label": dict(version.label),
            "effective_on": version.effective_on,
            "digest": version.digest,
            "chain": version.chain,
        }
        files[f"texts/{version.digest[:16]}.json"] = _json(told)
    files["goals.jsonl"] = _lines(
        {
            "title": dict(goal.title),
            "source": dict(goal.source),
            "due_on": goal.due_on,
            "progress": goal.progress,
        }
        for goal in term.goals.order_by("position")
    )
    files |= _handovers(term)
    chains = {}
    for stream in Stream.objects.filter(name__in=streams).order_by("name"):
        name = f"log/{stream.name.replace(':', '-')}.jsonl"
        files[name] = _lines(_links(stream))
        chains[stream.name] = {"file": name, "head": stream.head, "length": stream.length}
    return files, chains


def _handovers(term: Term) -> dict[str, bytes]:
    """The concluded handovers to the next term: facts as the log commits to them, paper, scan."""
    files: dict[str, bytes] = {}
    rows = term.handovers.filter(closed_at__isnull=False).select_related("signed_copy", "to_term")
    for row in rows.order_by("to_term__number", "number"):
        place = f"{HANDOVERS}{row.to_term.number:02}-{row.number:02}"
        files[f"{place}.json"] = canonical(row.facts)
        papers = row.papers.select_related("document").order_by("language")
        found = [paper.document for paper in papers]
        for name, document in _named(place, _there("", *found, row.signed_copy)):
            files[name] = documents.read(document)
    return files


def _named(folder: str, found: Iterable[tuple[str, Document]]) -> Iterator[tuple[str, Document]]:
    for place, document in found:
        name = f"{document.digest[:12]}-{document.name.replace('/', '-')}"
        yield "/".join(part for part in (folder, place, name) if part), document


def _documents(assembly: Assembly) -> Iterator[tuple[str, Document]]:
    """The papers of a meeting, each with the folder it belongs to."""
    for row in assembly.minutes.select_related("document", "sealed", "signed_copy"):
        yield from _there("minutes", row.document, row.sealed, row.signed_copy)
        excerpts = row.excerpts.select_related("document")
        yield from _there("extracts", *(one.document for one in excerpts))
    for notice in assembly.notices.order_by("sent_at"):
        attached = notice.attachments.select_related("document")
        yield from _there("notices", *(one.document for one in attached))
    filed = assembly.filing_papers.select_related("document")
    yield from _there("filing", *(row.document for row in filed))
    told = Publication.objects.filter(assembly=assembly).select_related("document", "proof")
    for publication in told:
        yield from _there("published", publication.document, publication.proof)
    notes = ProgressNote.objects.filter(resolution__motion__item__assembly=assembly)
    yield from _there("progress", *(row.document for row in notes.select_related("document")))
    boxes = Election.objects.filter(motion__item__assembly=assembly).select_related("archive")
    yield from _there("ballots", *(box.archive for box in boxes))


def _there(place: str, *found: Document | None) -> Iterator[tuple[str, Document]]:
    for document in found:
        if document is not None:
            yield place, document


def _tables(assembly: Assembly) -> dict[str, Iterable[dict[str, Any]]]:
    resolutions = Resolution.objects.filter(motion__item__assembly=assembly)
    return {
        "resolutions": (
            {
                "number": row.label,
                "title": dict(row.motion.item.title),
                "text": dict(row.motion.text),
                "outcome": row.outcome,
                "sentence": dict(row.sentence),
                "citation": dict(row.citation),
                "figures": row.figures,
                "resolved_at": row.resolved_at,
                "annulled_at": row.annulled_at,
                "progress": row.progress,
            }
            for row in resolutions.select_related("motion__item").order_by("year", "number")
        ),
        "attendance": (
            {
                "entry": stay.entry.position,
                "firm": str(stay.entry.firm or ""),
                "person": str(stay.entry.person or ""),
                "in_at": stay.in_at,
                "out_at": stay.out_at,
                "by_proxy": stay.proxy_id is not None,
                "remote": stay.remote,
            }
            for stay in assembly.attendances.select_related("entry__firm", "entry__person")
        ),
        "notices": (
            {
                "kind": row.kind,
                "subject": dict(row.subject),
                "text": dict(row.text),
                "sent_at": row.sent_at,
                "days_ahead": row.days_ahead,
                "days_required": row.days_required,
            }
            for row in assembly.notices.order_by("sent_at")
        ),
    }


def _links(stream: Stream) -> Iterator[dict[str, Any]]:
    for entry in stream.entries.order_by("position"):
        yield {
            "position": entry.position,
            # To the microsecond: the chain is reckoned from it.
            "at": entry.at.isoformat(timespec="microseconds"),
            "event": entry.event,
            "actor": entry.actor,
            "salt": entry.salt,
            "payload": entry.payload,
            "commitment": entry.commitment,
            "previous": entry.previous,
            "digest": entry.digest,
        }


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _json(told: Any, **how: Any) -> bytes:
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, cls=DjangoJSONEncoder, **how)
    return f"{text}\n".encode()


def _lines(rows: Iterable[dict[str, Any]]) -> bytes:
    return b"".join(_json(row) for row in rows)
