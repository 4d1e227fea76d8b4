"""The chain of a meeting's log in the file of minutes: each link without its payload, so that
whoever reads the file reckons the printed head again.

A link tells an instant, what kind of event it was, an opaque key of who acted, and the salted
commitment to the rest. Casting a ballot is no event of any log.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from assemblies.domain.carrying.package_check import PackedLink
from assemblies.domain.signing.checks import Check
from assemblies.domain.writing.minutes_layout import meetings_of
from records.domain.log import verify_links
from records.domain.pdf import Enclosed
from records.errors import ChainBroken
from records.fields import Translated
from records.models import LogEntry

Data = dict[str, Any]
LOGS = "logs.json"
DESCRIBED = "The log of each meeting up to its head, without payloads"


def log_files(facts: Data) -> list[Enclosed]:
    """One file for all meetings; what was logged after the printed head is left out."""
    told = [
        {"stream": log["stream"], "links": _links(log["stream"], log["entries"])}
        for log in (meeting["log"] for meeting in meetings_of(facts))
    ]
    written = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return [Enclosed(LOGS, f"{written}\n".encode(), DESCRIBED)]


def log_checks(files: Mapping[str, bytes], facts: Data) -> list[Check]:
    """Each chain follows link by link and ends in the head that the minutes print."""
    try:
        kept = {one["stream"]: one["links"] for one in json.loads(files[LOGS])}
    except KeyError:
        told = _("%(name)s is missing") % {"name": LOGS}
        return [Check("log", _("Log"), False, told)]
    except (ValueError, TypeError):
        return [Check("log", _("Log"), False, _("it cannot be read"))]
    return [_check(meeting, kept) for meeting in meetings_of(facts)]


def _links(stream: str, number: int) -> list[list[str]]:
    rows = LogEntry.objects.filter(stream__name=stream, position__lt=number)
    return [
        [row.at.isoformat(), row.event, row.actor, row.commitment, row.digest]
        for row in rows.order_by("position")
    ]


def _check(meeting: Data, kept: Data) -> Check:
    log = meeting["log"]
    subject = _("Log of %(meeting)s") % {"meeting": Translated(meeting["title"]).text()}
    try:
        links = _unpacked(kept.get(log["stream"], []))
        verify_links(links, stream=log["stream"], head=log["head"], length=log["entries"])
    except ChainBroken as broken:
        told = _("link %(position)s does not follow from the one before it")
        return Check("log", subject, False, told % {"position": broken.position})
    except (ValueError, TypeError):
        return Check("log", subject, False, _("it cannot be read"))
    told = _("%(number)s links follow one another to the head printed")
    return Check("log", subject, True, told % {"number": log["entries"]})


def _unpacked(rows: list[list[str]]) -> list[PackedLink]:
    found, previous = [], ""
    for position, (at, event, actor, commitment, digest) in enumerate(rows):
        found.append(
            PackedLink(
                position=position,
                at=datetime.fromisoformat(at),
                event=event,
                actor=actor,
                salt="",
                payload=None,
                commitment=commitment,
                previous=previous,
                digest=digest,
            )
        )
        previous = digest
    return found
