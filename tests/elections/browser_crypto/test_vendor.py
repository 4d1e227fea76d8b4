"""Vendored files are the ones whose provenance is on record."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[3] / "static"
LICENCES = {
    "desk/vendor/htmx-2.0.11": "Zero-Clause BSD",
    "elections/vendor/noble-curves-2.4.0": "MIT License",
    "elections/vendor/uqr-0.1.3": "MIT License",
}


def test_vendored_packages_are_the_known_ones() -> None:
    found = STATIC.glob("*/vendor/*")
    assert sorted(str(path.relative_to(STATIC)) for path in found) == list(LICENCES)


@pytest.mark.parametrize("folder", LICENCES)
def test_vendored_files_have_the_recorded_checksums(folder: str) -> None:
    record = (STATIC / folder / "PROVENANCE").read_text(encoding="utf-8")
    recorded = dict(re.findall(r"^([0-9a-f]{64})  (\S+)$", record, re.MULTILINE))
    found = {
        hashlib.sha256(path.read_bytes()).hexdigest(): path.name
        for path in (STATIC / folder).glob("*.js")
    }
    assert found == recorded
    assert found != {}


@pytest.mark.parametrize("folder", LICENCES)
def test_vendored_packages_carry_their_licence(folder: str) -> None:
    assert LICENCES[folder] in (STATIC / folder / "LICENSE").read_text(encoding="utf-8")
