"""Badges: the code by which the check-in desk knows who comes, and the sheet they are cut from.

A code names a place on a meeting's roll and is sealed with the installation's secret: nobody makes
one for themselves, and none of another meeting or of a roll that was frozen anew opens this door.
It shows who somebody says to be. The desk still looks at the person.
"""

from __future__ import annotations

import base64
import hmac
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.crypto import salted_hmac

from assemblies.domain.days import zone
from assemblies.models import Assembly
from bylaws.models import Association
from elections.models import RollEntry
from members.domain.admitting.certificates import qr_of
from records.domain.pdf import make_pdf

# Two columns of five cards of 90 by 54 mm.
PER_SHEET = 10
# Drawings kept, of some three kilobytes: those of a large hall.
KEPT = 1024
# Eighty bits in base32: short enough to be typed, too long to be tried.
SEAL_BYTES = 10
FORM = re.compile(r"M-(?P<number>[0-9]{1,6})-(?P<seal>[A-Z2-7]{16})")


@dataclass(frozen=True, slots=True)
class Badge:
    """What is on one badge; ``qr`` is a drawing of ``code``."""

    entry: RollEntry
    code: str
    qr: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a code turned out to be: of this meeting (``entry``), of another one (``other``), of a
    roll of this meeting that was replaced (``is_old``), or none of ours."""

    entry: RollEntry | None = None
    other: Assembly | None = None
    is_old: bool = False


def code_of(assembly: Assembly, entry: RollEntry) -> str:
    """``M-<number on the roll>-<seal>``: capitals, digits and dashes, as small QR codes hold."""
    return f"M-{entry.position}-{_seal(assembly, entry)}"


def _seal(assembly: Assembly, entry: RollEntry) -> str:
    said = f"{assembly.pk}|{entry.pk}"
    mac = salted_hmac("assemblies.badges", said, algorithm="sha256").digest()
    return base64.b32encode(mac[:SEAL_BYTES]).decode()


def looks_like_code(text: str) -> bool:
    return FORM.fullmatch(_plain(text)) is not None


def read_code(assembly: Assembly, text: str) -> Read:
    """Whose badge it is. Scanners type what the keyboard's layout makes of it: small letters and
    full-width signs are read too."""
    found = FORM.fullmatch(_plain(text))
    if found is None:
        return Read()
    entries = RollEntry.objects.filter(position=int(found["number"])).select_related("roll")
    for entry in entries.prefetch_related("roll__assemblies"):
        for meeting in _meetings_of(entry, assembly):
            if not hmac.compare_digest(_seal(meeting, entry), found["seal"]):
                continue
            if meeting.pk != assembly.pk:
                return Read(other=meeting)
            is_current = entry.roll_id == assembly.roll_id
            return Read(entry=entry) if is_current else Read(is_old=True)
    return Read()


def _meetings_of(entry: RollEntry, assembly: Assembly) -> Iterator[Assembly]:
    """The meetings with the roll of ``entry``, and the one at whose door it is shown: a roll that
    was replaced belongs to no meeting any more."""
    yield assembly
    yield from (meeting for meeting in entry.roll.assemblies.all() if meeting != assembly)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().upper()


def badge_of(assembly: Assembly, entry: RollEntry) -> Badge:
    code = code_of(assembly, entry)
    return Badge(entry=entry, code=code, qr=_drawing(code))


@lru_cache(maxsize=KEPT)
def _drawing(code: str) -> str:
    """Every phone shows its code again whenever anything changes; drawing it is a sixth of that."""
    return qr_of(code)


def badges_paper(*, assembly: Assembly, entries: Sequence[RollEntry], language: str) -> bytes:
    """Badges of ``entries`` in the order of the roll, ten on each page of A4 with marks to cut."""
    badges = [badge_of(assembly, e) for e in sorted(entries, key=lambda each: each.position)]
    sheets = [badges[at : at + PER_SHEET] for at in range(0, len(badges), PER_SHEET)]
    return make_pdf(
        template="print/badges.html",
        context={
            "association": Association.objects.get().name,
            "assembly": assembly,
            "sheets": sheets,
        },
        language=language,
        zone=zone(),
        dated=assembly.starts_at,
    )
