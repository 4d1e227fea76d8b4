"""Chinese and English ship complete: English is the source, Chinese has every sentence."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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
