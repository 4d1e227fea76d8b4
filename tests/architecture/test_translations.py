"""Chinese and English ship complete: English is the source, Chinese has every sentence."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import gettext_noop
from django.utils.translation.template import templatize

from assemblies.templatetags.minutes import LABELS

REPOSITORY = Path(__file__).resolve().parents[2]
CATALOGUE = Path("locale/zh_Hans/LC_MESSAGES/django.po")
SOURCES = ["assemblies", "bylaws", "config", "desk", "dues", "elections", "members", "records"]


def gettext_tool(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("state", ["--untranslated", "--only-fuzzy", "--only-obsolete"])
def test_no_entry_is_left(state):
    assert gettext_tool("msgattrib", state, str(REPOSITORY / CATALOGUE)) == ""


def test_placeholders_and_plurals_agree(tmp_path):
    target = str(tmp_path / "out.mo")
    gettext_tool("msgfmt", "--check", "-o", target, str(REPOSITORY / CATALOGUE))


def test_every_sentence_is_in_the_catalogue(tmp_path):
    """Gathers the sentences anew, in a copy, and looks for one that the catalogue lacks."""
    for name in [*SOURCES, "templates", "locale"]:
        ignore = shutil.ignore_patterns("__pycache__", "*.mo")
        shutil.copytree(REPOSITORY / name, tmp_path / name, ignore=ignore)
    shutil.copy(REPOSITORY / "manage.py", tmp_path)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale=zh_Hans", "--no-location"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    gathered = str(tmp_path / CATALOGUE)
    for state in ("--untranslated", "--only-fuzzy", "--only-obsolete"):
        assert gettext_tool("msgattrib", state, gathered) == ""


# German and French are the languages of papers alone: whatever minutes may print is in them.

PRINTED = ("print/minutes.html", "print/excerpt.html")
TOOLS = ("--from-code=UTF-8", "--keyword=gettext_lazy", "--keyword=pgettext:1c,2", "--keyword=_")
TOLD_BY = ("elections/domain/alphabet.py",)
"""Modules whose objects tell themselves in the language of the paper."""
WORDED = re.compile(r'label:"(\w+)"')
MENTIONED = re.compile(r'{% (?:include|extends) "([^"]+)"')


def templates_of(name: str, found: dict[str, str]) -> dict[str, str]:
    """The template and every other that it includes, by name."""
    if name not in found:
        found[name] = (REPOSITORY / "templates" / name).read_text()
        for other in MENTIONED.findall(found[name]):
            templates_of(other, found)
    return found


def asked_for(word: Any) -> str:
    """The call by which a word is looked up, with its context where it has one."""
    asked = getattr(word, "_args", (word,))  # what a lazy translation was made of
    name = "pgettext" if len(asked) == 2 else "gettext"
    return f"{name}({', '.join(map(repr, asked))})"


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> Path:
    """A catalogue of what the templates of the minutes and the words for codes may say."""
    folder = tmp_path_factory.mktemp("printed")
    templates: dict[str, str] = {}
    for name in PRINTED:
        templates_of(name, templates)
    kinds = {kind for text in templates.values() for kind in WORDED.findall(text)}
    for name, text in templates.items():
        (folder / f"{name.replace('/', '_')}.py").write_text(templatize(text, origin=name))
    words = [asked_for(word) for kind in kinds for word in LABELS[kind].values()]
    (folder / "labels.py").write_text("\n".join([*words, asked_for(gettext_noop("j F Y"))]))
    target = folder / "printed.pot"
    files = sorted(str(path) for path in folder.glob("*.py"))
    files += [str(REPOSITORY / name) for name in TOLD_BY]
    gettext_tool("xgettext", "-L", "Python", *TOOLS, "-o", str(target), *files)
    return target


@pytest.mark.parametrize("language", ["de", "fr"])
def test_minutes_have_every_sentence_in_the_languages_of_papers(language, printed, tmp_path):
    catalogue = REPOSITORY / "locale" / language / "LC_MESSAGES" / "django.po"
    merged = str(tmp_path / "merged.po")
    gettext_tool("msgmerge", "--no-fuzzy-matching", "-o", merged, str(catalogue), str(printed))
    for state in ("--untranslated", "--only-fuzzy", "--only-obsolete"):
        assert gettext_tool("msgattrib", state, merged) == ""
    gettext_tool("msgfmt", "--check", "-o", str(tmp_path / "out.mo"), str(catalogue))
