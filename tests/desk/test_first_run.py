"""What a first run in a fresh clone does before it serves."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation.reloader import translation_file_changed

from desk.management.commands.serve import compile_catalogues
from members.enums import Role
from records.fields import in_all_languages

REPOSITORY = Path(__file__).resolve().parents[2]


def test_the_first_run_reads_the_translations_that_it_compiles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """Otherwise the example keeps English words in its Chinese data."""
    uncompiled = shutil.ignore_patterns("*.mo")
    shutil.copytree(REPOSITORY / "locale", tmp_path / "locale", ignore=uncompiled)
    monkeypatch.chdir(tmp_path)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    translation_file_changed(None, Path("django.mo"))
    try:
        assert in_all_languages(Role.SECRETARIAT.label).zh == "secretariat"
        compile_catalogues()
        assert in_all_languages(Role.SECRETARIAT.label).zh == "秘书处"
    finally:
        translation_file_changed(None, Path("django.mo"))
