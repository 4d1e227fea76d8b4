"""What runs in the browsers of voters, trustees and the credential authority, file by file.

The files are static and served as they are in the source, so that anybody can fetch one, compute
its digest and compare it with the list in the source (``docs/reference/booth-files.txt``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage

FOLDER = "elections"
# The pages' frame loads it too.
BESIDE = ("desk/vendor/htmx-2.0.11/htmx.min.js",)


@dataclass(frozen=True, slots=True)
class BoothFile:
    """``name`` within the static files; ``digest`` is SHA-256 in hexadecimal, ``size`` in bytes."""

    name: str
    size: int
    digest: str

    @property
    def url(self) -> str:
        return staticfiles_storage.url(self.name)


def booth_files() -> list[BoothFile]:
    """Every script of the ballots, by name, with the bytes that are served."""
    return [_file(name) for name in sorted({*_scripts(), *BESIDE})]


def digest_of_all(files: list[BoothFile]) -> str:
    """One digest for the whole list: SHA-256 of its lines as ``sha256sum`` writes them."""
    return hashlib.sha256(listed(files).encode()).hexdigest()


def listed(files: list[BoothFile]) -> str:
    return "".join(f"{file.digest}  {file.name}\n" for file in files)


def _scripts() -> Iterator[str]:
    source = Path(settings.STATICFILES_DIRS[0])
    for path in (source / FOLDER).rglob("*.js"):
        yield path.relative_to(source).as_posix()


def _file(name: str) -> BoothFile:
    content = _served(name).read_bytes()
    return BoothFile(name, len(content), hashlib.sha256(content).hexdigest())


def _served(name: str) -> Path:
    """The collected file, which is what a production server hands out; else the source's."""
    collected = Path(staticfiles_storage.path(name)) if settings.STATIC_ROOT else None
    if collected is not None and collected.exists() and not settings.DEBUG:
        return collected
    found = finders.find(name)
    assert isinstance(found, str)  # it was listed from the same folder
    return Path(found)
