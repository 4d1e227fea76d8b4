"""Where the server holds the only key and mails the codes, pages and minutes tell so."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from assemblies.domain.sitting import ballot
from assemblies.domain.writing.minutes import print_minutes
from assemblies.domain.writing.minutes_facts import as_data, build_facts, digest_of
from assemblies.models import Assembly
from elections.domain.ceremony import create_ceremony
from elections.enums import VotersBy
from members.models import Person
from tests.assemblies.test_rounds_electronic import FIRST, Hall, first_round
from tests.factories.assemblies import minute
from tests.factories.elections import both, make_person, make_user
from tests.factories.pdf import text_of

pytestmark = pytest.mark.django_db


def hall_that_trusts_the_server() -> Hall:
    hall = Hall()
    hall.assembly.ceremony = create_ceremony(
        title=both("Keys of the day"),
        authority=make_person("Authority"),
        trustees=[],
        server_alone=True,
        voters_by=VotersBy.MAILED,
        by=None,
        at=minute(0),
    )
    hall.assembly.save()
    hall.keys = {}
    hall.prepare()
    return hall


def page_of(person: Person | None, name: str, *args: object) -> str:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user(person))
    return client.get(reverse(f"elections:{name}", args=args)).content.decode()


def minutes_of(assembly: Assembly, language: str) -> str:
    data = as_data(build_facts(assembly))
    return text_of(
        print_minutes(data, language=language, digest=digest_of(data), version=1, state="final")
    )


def test_pages_and_minutes_say_what_whoever_runs_the_server_could_do() -> None:
    hall = hall_that_trusts_the_server()
    box = hall.ready(at=2)
    ballot.open_ballot(motion=hall.motion, by=None, at=minute(3))
    voter = hall.entries[0].person

    booth = page_of(voter, "booth", box.election.pk)
    assert "whoever runs the server could read every vote, yours as well" in booth
    assert "could have voted in a voter's name" in booth

    for entry, chosen in zip(hall.entries, FIRST, strict=False):
        box.refresh()
        box.cast(entry, [[int(name in chosen) for name in "ABC"], [0] * 3])
    ballot.close_ballot(motion=hall.motion, by=None, at=minute(4))
    ballot.publish_ballot(motion=hall.motion, by=None, at=minute(5))

    board = page_of(None, "board", box.election.pk)
    assert "the server alone: whoever runs it could read every vote" in board
    assert "could have voted in a voter's name" in board
    told = minutes_of(hall.assembly, "en")
    assert "Theserveraloneheldthekey:whoeverranitcouldhavereadeveryvote." in told
    assert "couldhavevotedinavoter’sname" in told.replace("'", "’")


def test_minutes_of_trustees_and_letters_say_neither() -> None:
    hall, _box = first_round()

    told = minutes_of(hall.assembly, "en")

    assert "Headoftheboard" in told
    assert "heldthekey" not in told
    assert "couldhavevoted" not in told
