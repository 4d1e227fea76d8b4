"""The screen in the hall: what trustees compare before they hand in their share."""

from __future__ import annotations

import pytest
from django.test import Client

from assemblies.domain.sitting import ballot
from assemblies.enums import Method
from assemblies.models import Assembly
from bylaws.enums import Matter
from elections.models import Election
from members.models import User
from tests.factories.assemblies import (
    add_motion,
    make_assembly,
    make_secretary,
    make_tellers,
    minute,
    open_paper_box,
    opened,
)
from tests.factories.elections import make_open_box, motion

pytestmark = pytest.mark.django_db


def hall_of(assembly: Assembly, secretary: User) -> str:
    client = Client(headers={"accept-language": "en"})
    client.force_login(secretary, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(f"/assemblies/{assembly.pk}/hall/").content.decode()


def test_hall_shows_number_and_head_of_a_closed_electronic_box() -> None:
    assembly = make_assembly()
    asked = add_motion(assembly, Matter.DUES_STANDARD, Method.SECRET)
    make_tellers(assembly)
    opened(assembly)
    box = make_open_box(motion())
    open_paper_box(asked)
    asked.election = box.election
    asked.save()
    for entry in box.entries:
        box.cast(entry, [[1, 0]])
    box.close()

    text = hall_of(assembly, make_secretary())

    closed = Election.objects.get(pk=box.election.pk)
    assert closed.head
    assert f'Head of the board <b class="mono">{closed.head}</b>' in text
    assert "Ballots in the box <b>3</b>" in text


def test_hall_tells_of_a_closed_paper_box_that_the_tellers_count() -> None:
    assembly = make_assembly()
    asked = add_motion(assembly, Matter.DUES_STANDARD, Method.SECRET)
    make_tellers(assembly)
    opened(assembly)
    box = open_paper_box(asked)
    ballot.close_ballot(motion=asked, by=None, at=minute(3))

    text = hall_of(assembly, make_secretary())
    board = Client(headers={"accept-language": "en"}).get(f"/elections/{box.pk}/").content.decode()

    assert "Two tellers count, each on their own." in text
    assert "Head of the board" not in text
    assert "share awaited" not in board
