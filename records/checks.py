"""What the machine must have before a paper can be printed."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from typing import Any

from django.core.checks import CheckMessage, Warning, register

FACES = ("Noto Serif CJK SC", "Noto Sans CJK SC")
"""The faces of every paper: free, in Debian, and with both scripts. They are named on it."""
FONT_PACKAGE = "fonts-noto-cjk"


@cache
def missing_faces() -> tuple[str, ...]:
    """Those of ``FACES`` that the machine lacks; all of them where fontconfig itself is missing."""
    finder = shutil.which("fc-match")
    if finder is None:
        return FACES
    return tuple(face for face in FACES if face not in _best_match(finder, face))


def _best_match(finder: str, face: str) -> list[str]:
    found = subprocess.run(
        [finder, "--format=%{family}", face], capture_output=True, text=True, check=True, timeout=20
    )
    return found.stdout.split(",")


@register
def check_fonts(**_options: Any) -> list[CheckMessage]:
    if not missing_faces():
        return []
    named = ", ".join(missing_faces())
    return [
        Warning(
            f"Papers cannot be printed: {named} is not installed.",
            hint=f"On Debian and Ubuntu: apt-get install fontconfig {FONT_PACKAGE}",
            id="records.W001",
        )
    ]
