"""Checking a file that somebody was given: minutes as PDF, or the package of a term.

The same checks as the commands make. Nothing is kept of the file.
"""

from __future__ import annotations

import zipfile
from io import BytesIO

from django.core.cache import cache
from django.utils.translation import gettext as _

from assemblies.domain.carrying.package_check import check_package, told_faults, told_figures
from assemblies.domain.signing.checks import Check
from assemblies.domain.signing.verifying import verify_minutes
from assemblies.errors import FileCheckRunning, FileTooLarge, FileUnknown

MAX_MB = 10
"""Of a file as it is sent; larger ones are for the command."""
MAX_UNPACKED_MB = 100
"""Of all files of a package together: a small archive can unpack to more than the machine holds."""
LONGEST = 120
"""Seconds after which a check that never ended no longer bars the next one."""


def check_one_at_a_time(content: bytes, *, who: str) -> list[Check]:
    """Every check of the file. Setting the pages again takes seconds, so nobody has two at once.

    Raises FileTooLarge, FileUnknown, FileCheckRunning, FontsMissing.
    """
    key = f"file-check:{who}"
    if not cache.add(key, "running", LONGEST):
        raise FileCheckRunning
    try:
        return check_file(content)
    finally:
        cache.delete(key)


def check_file(content: bytes) -> list[Check]:
    """Raises FileTooLarge, FileUnknown, FontsMissing."""
    if len(content) > MAX_MB * 1024 * 1024:
        raise FileTooLarge(mb=MAX_MB)
    if content.startswith(b"%PDF-"):
        return verify_minutes(content)
    if zipfile.is_zipfile(BytesIO(content)):
        return _package(content)
    raise FileUnknown


def _package(content: bytes) -> list[Check]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        unpacked = sum(one.file_size for one in archive.infolist())
    if unpacked > MAX_UNPACKED_MB * 1024 * 1024:
        raise FileTooLarge(mb=MAX_UNPACKED_MB)
    found, subject = check_package(content), _("Package of a term")
    faults = [Check("package", subject, False, line) for line in told_faults(found)]
    if found.unread:
        return faults
    return [*faults, *(Check("package", subject, True, line) for line in told_figures(found))]
