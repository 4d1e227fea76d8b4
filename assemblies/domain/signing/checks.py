"""What a check of a file of minutes found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """``code`` names the kind, for programs; ``subject`` and ``told`` are words: what was looked at
    and what it gave. Of a figure that differs, what is printed and what the evidence gives."""

    code: str
    subject: str
    holds: bool
    told: str
