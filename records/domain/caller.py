"""Which language whoever runs a command reads: the one asked for, else that of their terminal."""

from __future__ import annotations

import os
from collections.abc import Mapping

from django.conf import settings

from records.domain.pdf import LANGUAGES

VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""In the order in which POSIX (XBD 8.2) lets them decide; the first that says anything does."""


def caller_language(asked: str = "", environment: Mapping[str, str] = os.environ) -> str:
    """The interface language (``zh-hans``, ``en``) for ``asked`` (zh, en) or for the terminal's
    locale; that of the installation where neither names one that the interface knows."""
    told = asked or next((environment[one] for one in VARIABLES if environment.get(one)), "")
    return LANGUAGES.get(told[:2].lower(), settings.LANGUAGE_CODE)
