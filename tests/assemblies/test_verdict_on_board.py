"""The public board of a box tells what was resolved on it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.text import capfirst

from assemblies.domain.sitting import resolve
from assemblies.enums import Method
from bylaws.enums import Matter
from elections.domain.results import verdicts_of
from tests.factories.assemblies import (
    add_motion,
    make_assembly,
    make_tellers,
    minute,
    opened,
    published_on_paper,
)

pytestmark = pytest.mark.django_db


def test_board_shows_the_verdict_once_it_is_resolved() -> None:
    assembly = make_assembly()
    motion = add_motion(assembly, Matter.DUES_STANDARD, Method.SECRET)
    make_tellers(assembly)
    opened(assembly)
    election = published_on_paper(motion, [[(6, 1, 0)]], returned=7)
    assert verdicts_of(election) == []

    resolution = resolve.resolve_motion(motion=motion, by=None, at=minute(7))

    (verdict,) = verdicts_of(election)
    assert (verdict.outcome, verdict.sentence) == (resolution.outcome, resolution.sentence)
    page = Client(HTTP_ACCEPT_LANGUAGE="en").get(reverse("elections:board", args=[election.pk]))
    assert escape(capfirst(resolution.sentence.en)) in page.content.decode()
