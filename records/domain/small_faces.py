"""The faces of the papers cut down to the signs that many papers need.

A face for Chinese has some 65 000 signs. WeasyPrint embeds only those that a paper uses, yet takes
long to find them, and leaves an empty place for each that it left out: most of such a file. From a
face that was cut down before, both are a tenth.
"""

from __future__ import annotations

import io
import subprocess
import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from records.checks import FACES

WEIGHTS = {400: "regular", 700: "bold"}
ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "—–·…“”‘’，。：；、？！（）《》〈〉〔〕【】￥¥€"
LEFT_OUT = ["BASE", "DSIG", "VORG", "vhea", "vmtx"]
FEATURES = ["ccmp", "kern", "liga", "pwid"]
"""What is on in lines of Chinese and English by itself, and what ``en.css`` names. All others would
more than double the signs: those set upright, of half width, of Japan or Korea."""
# Two jobs of one run begin together: the second waits for what the first makes.
_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, slots=True)
class SmallFace:
    """``family`` takes the place of ``instead_of`` where it has the sign."""

    family: str
    instead_of: str
    weight: int
    content: bytes


def small_faces(text: str) -> tuple[SmallFace, ...]:
    """Both faces, regular and bold, with the signs of ``text``.

    Signs that are not among them are set from the whole faces: that costs time and nothing else.
    """
    signs = "".join(sorted({*text, *ALWAYS} - {"\n", "\r", "\t"}))
    with _ONE_AT_A_TIME:
        return _cut(signs)


@lru_cache(maxsize=2)
def _cut(signs: str) -> tuple[SmallFace, ...]:
    return tuple(
        SmallFace(f"Small {face}", face, weight, _subset(*_file_of(face, weight), signs))
        for face in FACES
        for weight in WEIGHTS
    )


def _file_of(face: str, weight: int) -> tuple[Path, int]:
    """The file of a face, and its place in it."""
    found = subprocess.run(
        ["fc-match", "--format=%{file}\n%{index}", f"{face}:{WEIGHTS[weight]}"],
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    )
    path, index = found.stdout.split("\n")
    return Path(path), int(index)


def _subset(path: Path, index: int, signs: str) -> bytes:
    options = subset.Options(
        font_number=index,
        layout_features=FEATURES,
        name_IDs=["*"],
        hinting=False,
        notdef_outline=True,
    )
    options.drop_tables += LEFT_OUT
    face = subset.load_font(str(path), options)
    cutter = subset.Subsetter(options)
    cutter.populate(text=signs)
    cutter.subset(face)
    cut = io.BytesIO()
    face.save(cut)
    face.close()
    return _renumbered(cut)


def _renumbered(cut: io.BytesIO) -> bytes:
    """The same face with its glyphs named by their places.

    A PDF names a glyph by its CID, which WeasyPrint takes to be its place in the face. A reader
    finds a CID by the face's list of CIDs (ISO 32000-1, 9.7.4.2), and cutting leaves the old
    numbers in it: Chinese would be shown by some readers and be missing in others.
    """
    with TTFont(cut) as face:
        (top,) = face["CFF "].cff.topDictIndex
        old = top.charset
        new = [".notdef", *(f"cid{place:05d}" for place in range(1, len(old)))]
        strings = top.CharStrings
        strings.charStrings = {
            name: strings.charStrings[former] for former, name in zip(old, new, strict=True)
        }
        top.charset = strings.charset = new
        made = io.BytesIO()
        # All other tables name glyphs by their places and are kept as they are.
        face.save(made)
    return made.getvalue()
