"""The list of the booth's files: all that its pages load, with the bytes that are served."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse

from elections.domain import booth_files

REPOSITORY = Path(__file__).resolve().parents[2]
PUBLISHED = REPOSITORY / "docs" / "reference" / "booth-files.txt"
IMPORTED = re.compile(r"""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']|new URL\(["'](\.[^"']+)["']""")
LOADED = re.compile(r"""<script[^>]+src="\{% static '([^']+)' %\}""")


def reached(name: str, found: set[str]) -> set[str]:
    """The script and every other that it loads."""
    if name not in found:
        found.add(name)
        path = finders.find(name)
        assert isinstance(path, str)
        source = Path(path)
        for pair in IMPORTED.findall(source.read_text()):
            other = (source.parent / (pair[0] or pair[1])).resolve()
            reached(other.relative_to(settings.STATICFILES_DIRS[0].resolve()).as_posix(), found)
    return found


def test_every_script_that_a_page_of_ballots_loads_is_listed() -> None:
    pages = [*(REPOSITORY / "templates" / "elections").glob("*.html")]
    loaded = {name for page in pages for name in LOADED.findall(page.read_text())}
    loaded |= set(LOADED.findall((REPOSITORY / "templates" / "base.html").read_text()))
    assert {"elections/booth.js", "elections/keys.js"} <= loaded
    found: set[str] = set()
    for name in loaded:
        reached(name, found)
    assert "elections/crypto/worker.js" in found
    assert found <= {file.name for file in booth_files.booth_files()}


def test_the_published_list_is_that_of_these_files() -> None:
    """After a change: ``manage.py shell -c "from elections.domain.booth_files import *;
    print(listed(booth_files()), end='')" > docs/reference/booth-files.txt``."""
    assert PUBLISHED.read_text() == booth_files.listed(booth_files.booth_files())


@pytest.mark.django_db
def test_page_and_text_tell_the_digest_of_what_is_served() -> None:
    client = Client(headers={"accept-language": "en"})
    page = client.get(reverse("elections:booth_digests")).content.decode()
    for file in booth_files.booth_files():
        path = finders.find(file.name)
        assert isinstance(path, str)
        assert hashlib.sha256(Path(path).read_bytes()).hexdigest() == file.digest
        assert file.digest in page
        assert f'href="{file.url}"' in page
    text = client.get(reverse("elections:booth_digests_text")).content
    assert text.decode() == PUBLISHED.read_text()
    assert hashlib.sha256(text).hexdigest() in page
