"""The first meeting of a new council on a day with slips: the trustees' keys, and its own slips."""

from __future__ import annotations

import pytest

from assemblies.domain.presence.key_holders import confirm_key_holders, confirmed_by
from assemblies.domain.sitting import resolve
from assemblies.domain.sitting.follow_up import convene_follow_up
from assemblies.models import Assembly, Resolution
from bylaws.enums import Matter
from elections.crypto import credentials as codes
from elections.domain import ceremony as keys
from elections.domain import closing, credentials, opening, results
from elections.domain.prepare import create_election
from elections.enums import Channel, VotersBy
from elections.models import Election
from members.enums import BodyKind
from records.models import LogEntry
from tests.assemblies.test_ballots import meeting_with, slate
from tests.factories.assemblies import entries_of, make_body, minute, published_on_paper
from tests.factories.elections import AT, Box, both, make_ceremony, make_keys, motion

pytestmark = pytest.mark.django_db


def elected(voters_by: VotersBy) -> tuple[Assembly, dict[int, int]]:
    """A council of seven is elected on paper; its keys are made and confirmed by that meeting.
    Private keys by the trustees' positions."""
    assembly, asked = meeting_with(Matter.ELECT_COUNCIL)
    assembly.ceremony = make_ceremony()
    assembly.save()
    private = make_keys(assembly.ceremony)
    places = dict(assembly.ceremony.trustees.values_list("pk", "position"))
    keys.choose_voters_by(ceremony=assembly.ceremony, voters_by=voters_by, by=None, at=AT)
    assembly.ceremony.refresh_from_db()
    standing = entries_of(assembly)[:7]
    published_on_paper(asked, [[(7, 0, 0)] * 7], returned=7, contests=[slate(standing, seats=7)])
    resolve.resolve_motion(motion=asked, by=None, at=minute(7))
    confirm_key_holders(
        assembly=assembly, resolution=Resolution.objects.get(), by=None, at=minute(8)
    )
    assembly.refresh_from_db()
    return assembly, {places[pk]: key for pk, key in private.items()}


def first_meeting(assembly: Assembly) -> Assembly:
    body = make_body(BodyKind.COUNCIL)
    for _twice in "12":
        meeting = convene_follow_up(parent=assembly, body=body, by=None, at=minute(9))
    return Assembly.objects.select_related("ceremony", "parent__ceremony").get(pk=meeting.pk)


def test_by_slip_it_has_the_same_keys_and_slips_of_its_own() -> None:
    assembly, private = elected(VotersBy.SLIPS)
    meeting = first_meeting(assembly)
    held = meeting.ceremony
    assert held is not None
    assert held != assembly.ceremony
    assert held.is_by_slip
    assert keys.have_same_keys(held, assembly.ceremony)
    assert confirmed_by(assembly) is not None
    assert confirmed_by(meeting) == confirmed_by(assembly)
    assert LogEntry.objects.filter(event="keys_shared").count() == 1

    # What the trustees' files hold decrypts there, without a second ceremony.
    keys.choose_voters_by(ceremony=held, voters_by=VotersBy.LETTERS, by=None, at=AT)
    held.refresh_from_db()
    election = create_election(
        title=both("Officers"),
        slug="officers",
        roll=meeting.roll,
        ceremony=held,
        contests=[motion()],
        channel=Channel.ONLINE,
        in_hall=True,
        by=None,
        at=AT,
    )
    box = Box(election, {one.pk: private[one.position] for one in held.trustees.all()})
    box.codes = {entry.pk: codes.new_code() for entry in box.entries}
    publics = [codes.derive(code, election.code)[1] for code in box.codes.values()]
    credentials.submit_credentials(election=election, publics=sorted(publics), by=None, at=AT)
    opening.consent_to_small_electorate(election=election, text="Agreed.", by=None, at=AT)
    opening.open_election(election=election, present=box.entries, by=None, at=AT)
    box.refresh()
    for entry in box.entries:
        box.cast(entry, [[1, 0]])
    closing.close_election(election=box.election, by=None, at=AT)
    box.refresh()
    box.decrypt()
    counted = results.contest_figures(Election.objects.get(slug="officers").contests.get())
    assert counted.lines[0].votes_for == 7


def test_by_letter_it_votes_with_the_codes_of_the_assembly() -> None:
    assembly, _private = elected(VotersBy.LETTERS)
    meeting = first_meeting(assembly)
    assert meeting.ceremony == assembly.ceremony
    assert confirmed_by(meeting) is not None
