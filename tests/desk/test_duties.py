"""What a person's own page asks of them besides voting."""

from __future__ import annotations

import pytest

from assemblies.domain.sitting import ballot
from assemblies.enums import Method
from bylaws.enums import Matter
from desk.domain.home import duties
from tests.factories.assemblies import (
    add_motion,
    count_on_paper,
    make_assembly,
    make_tellers,
    minute,
    open_paper_box,
    opened,
)

pytestmark = pytest.mark.django_db


def test_teller_finds_the_ballots_to_count_until_they_are_counted() -> None:
    assembly = make_assembly()
    motion = add_motion(assembly, Matter.DUES_STANDARD, Method.SECRET)
    tellers = make_tellers(assembly)
    opened(assembly)
    box = open_paper_box(motion)
    address = f"/elections/{box.pk}/count/"

    def asked() -> list[bool]:
        return [address in [duty.url for duty in duties(person=teller)] for teller in tellers]

    while_open = asked()
    ballot.close_ballot(motion=motion, by=None, at=minute(3))
    while_closed = asked()
    count_on_paper(box, [[(4, 2, 1)]], returned=7)

    assert (while_open, while_closed, asked()) == ([True, True], [True, True], [False, False])
