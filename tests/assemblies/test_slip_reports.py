"""The reports on ballots issued and returned, on paper, where voters drew slips."""

from __future__ import annotations

import pytest

from assemblies.domain.presence import check_in, slips
from assemblies.domain.sitting import ballot
from assemblies.domain.writing import papers
from elections.crypto import credentials
from elections.domain.opening import consent_to_small_electorate
from elections.enums import SlipOutReason, VotersBy
from elections.models import Ceremony
from tests.assemblies.test_rounds_electronic import FIRST, Hall
from tests.factories.assemblies import minute
from tests.factories.pdf import text_of
from tests.factories.slips import SlipBox, register, send

pytestmark = pytest.mark.django_db


def test_reports_account_for_every_slip() -> None:
    hall = Hall()
    Ceremony.objects.filter(pk=hall.assembly.ceremony.pk).update(voters_by=VotersBy.SLIPS)
    hall.assembly.refresh_from_db()
    hall.prepare()
    hall.motion.refresh_from_db()
    box = SlipBox(hall.motion.election, hall.keys)
    present = check_in.present_entries(hall.assembly)
    box.printed = [credentials.new_code() for _slip in range(len(present) + 3)]
    register(box)
    send(box, box.election)
    for entry in present:
        slips.draw_slips(assembly=hall.assembly, entry=entry, by=None, at=minute(1))
    drawn, spare = box.printed[: len(present)], box.printed[len(present) :]
    box.scan_out(*spare[:2])
    box.scan_out(spare[2], reason=SlipOutReason.SPOILED)
    consent_to_small_electorate(election=box.election, text="Agreed.", by=None, at=minute(2))
    ballot.open_ballot(motion=hall.motion, by=None, at=minute(3))
    box.refresh()
    box.scan_out(drawn[-1], reason=SlipOutReason.RETURNED)
    for code, chosen in zip(drawn[:-1], FIRST, strict=False):
        box.cast_slip(code, [[int(name in chosen) for name in "ABC"], [0] * 3])
    ballot.close_ballot(motion=hall.motion, by=None, at=minute(4))
    box.refresh()
    box.decrypt()
    ballot.publish_ballot(motion=hall.motion, by=None, at=minute(5))
    box.refresh()

    issued, returned = (
        text_of(papers.box_report(election=box.election, kind=kind, language="en"))
        for kind in ("issued", "returned")
    )
    n = len(present)
    assert (
        f"Votersdrewanonymousslips.Of{n + 3}printed,{n}weredrawn;takenoutbeforetheopening:"
        "surplus2,givenback0,exchangedforpaper0,spoiled1." in issued
    )
    assert "Slipsgivenbackunusedwhiletheboxwasopen,andvoidfromthenon:1." in returned
