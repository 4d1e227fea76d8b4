"""Reading a term's package back without a database: is every file there, as it was packed, and does
every chain of the log still hold?"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from records.domain.log import verify_links
from records.errors import ChainBroken

FORMAT = "term-package/1"
MANIFEST = "manifest.json"
HANDOVERS = "handover/"
HANDOVER_FACTS = re.compile(r"handover/[^/]+\.json")
"""The facts of each concluded handover: the log commits to their digest."""
ERASED = ""
"""Stands for the digest in an entry whose payload was erased: then nothing can be compared."""
CONCLUDED = "handover_concluded"


@dataclass(frozen=True, slots=True)
class PackedLink:
    """A link of a chain, as a line of the package holds it."""

    position: int
    at: datetime
    event: str
    actor: str
    salt: str
    payload: Any
    commitment: str
    previous: str
    digest: str


@dataclass(slots=True)
class Findings:
    """Names of files that are gone, differ or were added, chains that break and where; ``unread``
    says why the file is no package at all. ``digest`` is the manifest's SHA-256, to compare with
    the one on record."""

    digest: str = ""
    files: int = 0
    links: int = 0
    unread: str = ""
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not (self.unread or self.missing or self.changed or self.added or self.broken)


def told_faults(found: Findings) -> list[str]:
    """What does not hold, a line each."""
    words = {
        _("missing: %(name)s"): found.missing,
        _("changed: %(name)s"): found.changed,
        _("added: %(name)s"): found.added,
        _("broken: %(name)s"): found.broken,
    }
    lines = [word % {"name": name} for word, names in words.items() for name in names]
    if not found.unread:
        return lines
    return [_("no package: %(why)s") % {"why": found.unread}, *lines]


def told_figures(found: Findings) -> list[str]:
    """What was looked at, a line each."""
    return [
        _("%(number)s files are as they were packed") % {"number": found.files},
        _("%(number)s links of the log follow one another") % {"number": found.links},
        _("manifest %(digest)s") % {"digest": found.digest},
    ]


def check_package(content: bytes) -> Findings:
    """Compare everything with the manifest; never raises for what a package may hold."""
    found = Findings()
    try:
        archive = zipfile.ZipFile(BytesIO(content))
        plain = archive.read(MANIFEST)
        manifest = json.loads(plain)
        if manifest["format"] != FORMAT:
            raise ValueError(manifest["format"])
        named, chains = dict(manifest["files"]), dict(manifest["chains"])
        packed = archive.namelist()
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError) as error:
        found.unread = f"{type(error).__name__}: {error}"
        return found
    found.digest = hashlib.sha256(plain).hexdigest()
    found.missing = sorted(set(named) - set(packed))
    found.added = sorted({name for name in packed if name not in named and name != MANIFEST})
    found.added += sorted({name for name in packed if packed.count(name) > 1})
    intact = {}
    for name in sorted(set(named) & set(packed)):
        data = _read(archive, name)
        if data is None or hashlib.sha256(data).hexdigest() != named[name]:
            found.changed.append(name)
        else:
            intact[name] = data
    found.files = len(intact)
    committed: set[str] = set()
    for stream, told in sorted(chains.items()):
        committed |= _check_chain(found, stream, told, intact)
    if ERASED not in committed:
        found.broken += [
            name
            for name, data in sorted(intact.items())
            if HANDOVER_FACTS.fullmatch(name) and hashlib.sha256(data).hexdigest() not in committed
        ]
    return found


def _read(archive: zipfile.ZipFile, name: str) -> bytes | None:
    try:
        return archive.read(name)
    except (zipfile.BadZipFile, zipfile.zlib.error, EOFError):  # type: ignore[attr-defined]
        return None


def _check_chain(
    found: Findings, stream: str, told: dict[str, Any], intact: dict[str, bytes]
) -> set[str]:
    """A chain whose file is gone or changed is named there already. Returns the digests of the
    handovers that it says were concluded."""
    committed: set[str] = set()
    try:
        data = intact.get(told["file"])
        if data is None:
            if told["file"] not in found.missing + found.changed:
                found.broken.append(stream)
            return committed
        links = [_link(json.loads(line)) for line in data.splitlines()]
        found.links += verify_links(links, stream=stream, head=told["head"], length=told["length"])
        for link in links:
            if link.event == CONCLUDED:
                committed.add(link.payload["facts"] if link.payload else ERASED)
    except ChainBroken as broken:
        found.broken.append(str(broken))
    except (KeyError, TypeError, ValueError) as error:
        found.broken.append(f"{stream}: {type(error).__name__}: {error}")
    return committed


def _link(row: dict[str, Any]) -> PackedLink:
    return PackedLink(**{**row, "at": datetime.fromisoformat(row["at"])})
