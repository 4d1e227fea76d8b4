"""A box whose voters draw slips, with the codes that are on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from elections.crypto import ballot, credentials
from elections.crypto.election import parse
from elections.domain import ceremony as keys
from elections.domain import credentials as published
from elections.domain import opening, slip_box, slips
from elections.enums import SlipOutReason, VotersBy
from elections.models import Ceremony, Election, RollEntry
from members.models import Person
from tests.factories.elections import AT, Box, make_election, make_keys


@dataclass
class SlipBox(Box):
    """``printed``: the codes of all slips, in the order of the box that they are drawn from."""

    printed: Sequence[str] = ()

    @property
    def ceremony(self) -> Ceremony:
        assert self.election.ceremony
        return Ceremony.objects.get(pk=self.election.ceremony.pk)

    def issue(self, entries: Iterable[RollEntry]) -> None:
        for entry in entries:
            slip_box.issue_slip(ceremony=self.ceremony, entry=entry, by=None, at=AT)

    def read(self, code: str, *boxes: Election) -> slip_box.Scanned:
        """What the desk's browser sends of a slip."""
        name = slip_box.name_of_slips(self.ceremony)
        return slip_box.Scanned(
            public=credentials.derive(code, name)[1],
            credentials={
                str(box.pk): credentials.derive(code, box.code)[1]
                for box in boxes or (self.election,)
            },
        )

    def scan_out(self, *codes: str, reason: str = SlipOutReason.SURPLUS) -> list[Any]:
        scanned = [self.read(code) for code in codes]
        return slip_box.scan_out(
            ceremony=self.ceremony, scanned=scanned, reason=reason, by=None, at=AT
        )

    def open(self, present: Sequence[RollEntry]) -> Election:
        opening.open_election(election=self.election, present=present, by=None, at=AT)
        return self.refresh()

    def fill_in(self, code: str, choices: Sequence[Sequence[int]]) -> tuple[str, str | None]:
        secret, _public = credentials.derive(code, self.election.code)
        return ballot.make_ballot(parse(self.election.raw), secret, choices)

    def cast_slip(self, code: str, choices: Sequence[Sequence[int]]) -> Any:
        raw, supplement = self.fill_in(code, choices)
        return slips.cast_by_slip(election=self.election, raw=raw, supplement=supplement)


def make_slip_box(*contests: Any, voters: int = 4, printed: int = 5, **options: Any) -> SlipBox:
    """A box whose keys are made and whose ``printed`` slips are on its list, none drawn yet."""
    election = make_election(*contests, voters=voters, **options)
    assert election.ceremony
    keys.choose_voters_by(ceremony=election.ceremony, voters_by=VotersBy.SLIPS, by=None, at=AT)
    election.refresh_from_db()
    box = SlipBox(election, make_keys(election.ceremony))
    box.printed = [credentials.new_code() for _slip in range(printed)]
    opening.consent_to_small_electorate(
        election=election, text="The meeting was told and agrees.", by=None, at=AT
    )
    register(box)
    send(box, election)
    box.refresh()
    return box


def make_open_slip_box(authority: Person) -> SlipBox:
    """A box that is open for one slip, and made by ``authority``."""
    box = make_slip_box(printed=1)
    Ceremony.objects.filter(pk=box.ceremony.pk).update(authority=authority)
    box.issue(box.entries[:1])
    box.open(box.entries[:1])
    return box


def register(box: SlipBox) -> None:
    name = slip_box.name_of_slips(box.ceremony)
    publics = [credentials.derive(code, name)[1] for code in box.printed]
    slip_box.register_slips(ceremony=box.ceremony, publics=publics, by=None, at=AT)


def send(box: SlipBox, election: Election, *, without: Sequence[str] = ()) -> None:
    publics = [
        credentials.derive(code, election.code)[1] for code in box.printed if code not in without
    ]
    published.submit_credentials(election=election, publics=sorted(publics), by=None, at=AT)
