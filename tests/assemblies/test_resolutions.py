"""The register of resolutions, as a list and as a file."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from assemblies.models import Resolution
from tests.factories.assemblies import (
    add_motion,
    entries_of,
    make_assembly,
    make_secretary,
    opened,
    vote_by_hands,
)
from tests.factories.members import make_person, make_user

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def resolved() -> list[Resolution]:
    """Two resolutions of one meeting."""
    assembly = make_assembly()
    motions = [add_motion(assembly), add_motion(assembly)]
    opened(assembly)
    return [vote_by_hands(motion, (6, 1, 0)) for motion in motions]


def file_of(client: Client, query: str = "") -> list[list[str]]:
    answer = client.get(f"/assemblies/resolutions.csv{query}", headers={"accept-language": "en"})
    assert answer["Content-Disposition"].startswith('attachment; filename="resolutions-')
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_register_is_exported_as_the_list_shows_it() -> None:
    first, second = resolved()
    client = Client()
    client.force_login(make_secretary(), backend=BACKEND)

    head, *rows = file_of(client)

    assert head[:6] == ["No.", "Meeting", "Motion", "Resolved", "Verdict", "Rule"]
    assert head[6:] == ["Who sees to it", "To be carried out by", "State of progress"]
    assert [row[0] for row in rows] == [second.label, first.label]
    assert rows[1][2:5] == [
        first.motion.item.title.en,
        first.resolved_at.isoformat(),
        "present 7, at least 1/2 required: 4; for 6: adopted",
    ]
    title = first.motion.item.title.en.replace(" ", "+")
    assert [row[0] for row in file_of(client, f"?q={title}")[1:]] == [first.label]
    page = client.get(f"/assemblies/resolutions/?q={title}").content.decode()
    assert f'href="/assemblies/resolutions.csv?q={title}"' in page


def test_export_holds_what_its_reader_may_see_and_no_more() -> None:
    first, _second = resolved()
    client = Client()
    client.force_login(make_user(person=make_person()), backend=BACKEND)
    assert file_of(client)[1:] == []

    person = entries_of(first.motion.item.assembly)[0].person
    client.force_login(make_user(person=person), backend=BACKEND)
    assert len(file_of(client)) == 3
