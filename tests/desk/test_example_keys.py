"""The files of the example are read by the pages that read what a browser has saved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from desk.domain.example.load import Example
from elections.models import Ceremony


def test_authoritys_page_knows_each_elector_of_the_file(
    example: Example, example_folder: Path, logged_in: Any
) -> None:
    ceremony = Ceremony.objects.get()
    saved = json.loads((example_folder / "voting-codes.json").read_text())

    answer = logged_in(ceremony.authority.email).get(
        f"/elections/codes/{ceremony.pk}/electors.json"
    )

    asked = answer.json()
    assert (saved["format"], saved["version"]) == ("association-voting-codes", 1)
    assert saved["assembly"] == asked["ceremony"]
    kept, known = (
        [{key: row[key] for key in ("voter", "name", "firm")} for row in rows]
        for rows in (saved["codes"], asked["electors"])
    )
    assert kept == known
