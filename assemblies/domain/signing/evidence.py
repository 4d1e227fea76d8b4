"""What final minutes carry beside their pages, so that the file alone proves its figures.

A manifest (``evidence.json``) names every file with its digest. No file tells who cast a ballot:
archives hold credentials and ciphertexts alone, notices go without the addresses of those convened.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from io import StringIO
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate
from django.core.serializers.json import DjangoJSONEncoder

from assemblies.domain.signing.authority import (
    current_authority,
    fingerprint_of,
    revocation_list,
)
from assemblies.domain.signing.dues_evidence import dues_files
from assemblies.domain.signing.log_evidence import log_files
from assemblies.domain.writing.minutes_layout import meetings_of
from assemblies.errors import AuthorityKeyLost
from assemblies.models import Assembly, Motion, Notice
from bylaws.domain.formats.json_format import write_json
from bylaws.domain.papers.papers_of import json_document
from bylaws.enums import Outcome
from elections.models import Election
from records.domain import documents
from records.domain.pdf import Enclosed, maker

SCHEMA = "minutes-evidence/2"
FORMER = "minutes-evidence/1"
"""Without dues standards and logs."""
FACTS, MANIFEST = "facts.json", "evidence.json"
ATTENDANCE, NOTICES = "attendance.csv", "notices.json"
AUTHORITY, REVOKED = "authority.pem", "revoked.crl"
FACTS_DESCRIBED = "The facts as data"
MANIFEST_DESCRIBED = "Every enclosed file with its digest"
# A cell that begins so would be reckoned by a spreadsheet.
RECKONED = ("=", "+", "-", "@", "\t")
COLUMNS = (
    "meeting",
    "number",
    "firm_zh",
    "firm_en",
    "registration_code",
    "person_zh",
    "person_en",
    "state",
    "through_zh",
    "through_en",
    "excuse",
    "stays",
)


def evidence_of(assembly: Assembly, facts: dict[str, Any], *, at: datetime) -> list[Enclosed]:
    """The files behind ``facts``, the same in every language; the facts themselves are apart.

    Raises DocumentMissing where an archive on record is lost or was altered.
    """
    meetings = [UUID(one["id"]) for one in meetings_of(facts)]
    return [
        Enclosed(ATTENDANCE, attendance_csv(facts), "The attendance, line by line"),
        *_notices(meetings),
        *_adopted_texts(meetings, facts),
        *dues_files(meetings, facts),
        *log_files(facts),
        *_archives(facts),
        *_authority(at),
    ]


def with_manifest(
    files: Sequence[Enclosed], *, digest: str, language: str, version: int
) -> list[Enclosed]:
    """``files`` and the manifest at their end: the digests, and what the pages are set from.

    ``digest`` is of the facts; ``maker`` the program that set the pages, since another version of
    it may break lines elsewhere.
    """
    told = {
        "schema": SCHEMA,
        "language": language,
        "version": version,
        "facts": digest,
        "maker": maker(),
        "files": [
            {
                "name": one.name,
                "described": one.described,
                "sha256": hashlib.sha256(one.content).hexdigest(),
            }
            for one in files
        ],
    }
    return [*files, Enclosed(MANIFEST, _json(told), MANIFEST_DESCRIBED)]


def attendance_csv(facts: dict[str, Any]) -> bytes:
    """The attendance lists of all meetings as one table, made from the facts alone.

    Stays are pairs of instants, parted by semicolons; an open one has no end, and one outside the
    hall is marked.
    """
    out = StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(COLUMNS)
    for meeting in meetings_of(facts):
        for row in meeting["attendance"]["rows"]:
            table.writerow([_harmless(cell) for cell in _cells(meeting, row)])
    return out.getvalue().encode()


def authority_in(files: Sequence[Enclosed]) -> str:
    """The fingerprint of the authority among ``files``; empty where there is none."""
    found = [one.content for one in files if one.name == AUTHORITY]
    return fingerprint_of(load_pem_x509_certificate(found[0])) if found else ""


def archive_name(box: dict[str, Any]) -> str:
    """Boxes of two meetings may have one slug; their keys differ."""
    return f"{box['slug']}-{box['id'][:8]}.bel"


def supplements_name(box: dict[str, Any]) -> str:
    return f"{box['slug']}-{box['id'][:8]}.supplements.jsons"


def text_name(item: dict[str, Any]) -> str:
    return f"text-{item['id'][:8]}.json"


def boxes_of(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Every box with an archive, in the order of the paper."""
    return [
        box
        for meeting in meetings_of(facts)
        for item in meeting["items"]
        for box in item["boxes"]
        if box["archive_digest"]
    ]


def adopted_items(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """Every item by which a text was adopted, in the order of the paper."""
    return [
        item
        for meeting in meetings_of(facts)
        for item in meeting["items"]
        if item["version"] and item["outcome"] == Outcome.PASSED
    ]


def _cells(meeting: dict[str, Any], row: dict[str, Any]) -> list[str]:
    return [
        meeting["id"],
        str(row["number"]),
        row["firm"].get("zh", ""),
        row["firm"].get("en", ""),
        row["registration_code"],
        row["person"].get("zh", ""),
        row["person"].get("en", ""),
        row["state"],
        row.get("through", {}).get("zh", ""),
        row.get("through", {}).get("en", ""),
        row["excuse"],
        "; ".join(_stay(begin, end, row) for begin, end in row["stays"]),
    ]


def _stay(begin: str, end: str | None, row: dict[str, Any]) -> str:
    remote = " remotely" if begin in row.get("remote_from", []) else ""
    return f"{begin}/{end or ''}{remote}"


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RECKONED) else cell


def _notices(meetings: Iterable[UUID]) -> list[Enclosed]:
    notices = Notice.objects.filter(assembly__in=list(meetings)).order_by("sent_at", "pk")
    told = [_notice(one) for one in notices.prefetch_related("attachments__document")]
    return [Enclosed(NOTICES, _json(told), "The notices as sent")] if told else []


def _notice(notice: Notice) -> dict[str, Any]:
    return {
        "id": notice.pk,
        "meeting": notice.assembly_id,
        "kind": notice.kind,
        "corrects": notice.corrects_id,
        "sent_on": notice.sent_on,
        "sent_at": notice.sent_at,
        "days_ahead": notice.days_ahead,
        "days_required": notice.days_required,
        "citation": dict(notice.citation),
        "subject": dict(notice.subject),
        "text": dict(notice.text),
        "agenda": notice.agenda,
        "attachments": [
            {"title": dict(one.title), "name": one.document.name, "sha256": one.document.digest}
            for one in notice.attachments.all()
        ],
    }


def _adopted_texts(meetings: Iterable[UUID], facts: dict[str, Any]) -> list[Enclosed]:
    motions = Motion.objects.filter(
        item__assembly__in=list(meetings), version__isnull=False
    ).select_related("version__regulation", "version__adoption", "version__approval")
    by_item = {str(motion.item_id): motion.version for motion in motions}
    found = []
    for item in adopted_items(facts):
        version = by_item[item["id"]]
        assert version is not None  # filtered
        content = write_json(json_document(version)).encode()
        found.append(Enclosed(text_name(item), content, "An adopted text with its chain"))
    return found


def _archives(facts: dict[str, Any]) -> list[Enclosed]:
    boxes = boxes_of(facts)
    rows = Election.objects.select_related("archive", "supplements").in_bulk(
        [UUID(box["id"]) for box in boxes]
    )
    found = []
    for box in boxes:
        row = rows[UUID(box["id"])]
        assert row.archive is not None  # the facts have its digest
        name, described = archive_name(box), "The archive of an election"
        found.append(Enclosed(name, documents.read(row.archive), described))
        if row.supplements is not None:
            content = documents.read(row.supplements)
            found.append(Enclosed(supplements_name(box), content, "Its supplements"))
    return found


def _authority(at: datetime) -> list[Enclosed]:
    """The authority as it stands, and its list where its key still opens."""
    authority = current_authority()
    if authority is None:
        return []
    found = [Enclosed(AUTHORITY, authority.certificate.encode(), "The authority for signatures")]
    try:
        revoked = revocation_list(authority, at=at).public_bytes(Encoding.DER)
    except AuthorityKeyLost:
        return found
    return [*found, Enclosed(REVOKED, revoked, "Certificates revoked until then")]


def _json(told: Any) -> bytes:
    written = json.dumps(told, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, indent=1)
    return f"{written}\n".encode()
