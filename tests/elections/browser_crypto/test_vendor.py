"""Vendored files are the ones whose provenance is on record."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

VENDOR = Path(__file__).resolve().parents[3] / "static" / "elections" / "vendor"
FOLDERS = sorted(path.name for path in VENDOR.iterdir())


def test_vendored_packages_are_the_known_ones() -> None:
    assert FOLDERS == ["noble-curves-2.4.0", "uqr-0.1.3"]


@pytest.mark.parametrize("folder", FOLDERS)
def test_vendored_files_have_the_recorded_checksums(folder: str) -> None:
    record = (VENDOR / folder / "PROVENANCE").read_text(encoding="utf-8")
    recorded = dict(re.findall(r"^([0-9a-f]{64})  (\S+)$", record, re.MULTILINE))
    found = {
        hashlib.sha256(path.read_bytes()).hexdigest(): path.name
        for path in (VENDOR / folder).glob("*.js")
    }
    assert found == recorded
    assert found != {}


@pytest.mark.parametrize("folder", FOLDERS)
def test_vendored_packages_carry_their_licence(folder: str) -> None:
    assert "MIT License" in (VENDOR / folder / "LICENSE").read_text(encoding="utf-8")
