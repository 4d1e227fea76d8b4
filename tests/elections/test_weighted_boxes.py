"""Boxes in which some have more votes than others: by code, by slip, on paper, and both ways."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from elections.crypto import archive, credentials
from elections.crypto.audit import audit
from elections.domain import board, ceremony, mailed_codes, opening, paper, publishing, slip_box
from elections.domain import credentials as published
from elections.domain.readiness import missing_before_opening
from elections.domain.results import contest_figures
from elections.domain.sides import paper_places
from elections.enums import Channel, ElectionState, VotersBy
from elections.errors import (
    CredentialInvalid,
    CredentialsMismatch,
    ForeignCode,
    PapersExceedPresent,
    SmallElectorate,
    WeightsMismatch,
    WeightsTell,
)
from elections.models import Election
from tests.factories.elections import (
    AT,
    Box,
    listed,
    make_ceremony,
    make_election,
    make_open_box,
    make_person,
    make_ready_box,
    make_user,
    make_weighted_roll,
    slate,
)
from tests.factories.mixed import count_papers, open_mixed, to_paper
from tests.factories.slips import make_slip_box

pytestmark = pytest.mark.django_db
YES, NO, NOTHING = [[1, 0]], [[0, 1]], [[0, 0]]


def ready(*weights: int, **options) -> Box:
    return make_ready_box(
        *options.pop("contests", ()), on_roll=make_weighted_roll(*weights), **options
    )


def opened(*weights: int, **options) -> Box:
    box = ready(*weights, **options)
    opening.open_election(election=box.election, present=box.entries, by=None, at=AT)
    box.refresh()
    return box


def published_box(box: Box) -> Election:
    box.close()
    box.decrypt()
    publishing.publish_result(election=box.election, by=None, at=AT + timedelta(hours=3))
    return box.refresh()


def figures_of(election: Election):
    return contest_figures(election.contests.get())


# By code


def test_ballots_count_with_the_votes_of_their_voters():
    box = opened(5, 3, 1, 1)
    for entry, marks in zip(box.entries, (YES, NO, YES, NOTHING), strict=True):
        box.cast(entry, marks)
    election = published_box(box)

    figures = figures_of(election)
    [line] = figures.lines
    assert (line.votes_for, line.votes_against, line.abstentions) == (6, 3, 1)
    assert (figures.issued, figures.returned, figures.valid) == (10, 10, 10)
    assert election.present_at_opening == 10


def test_archive_has_the_weights_and_anyone_comes_to_the_same_sums():
    box = opened(5, 3, 1, 1)
    box.cast(box.entries[0], YES)
    box.cast(box.entries[0], NO)
    box.cast(box.entries[2], YES)
    election = published_box(box)

    report = audit(archive.read(board.archive_bytes(election)))
    assert (report.ballots, report.voters, report.votes) == (3, 2, 6)
    assert report.result == [[1, 5]]
    assert sorted(report.unused.values()) == [1, 3]
    assert report.credentials_hash == published.credentials_fingerprint(election)


def test_slate_is_counted_by_votes_too():
    box = opened(4, 2, 1, contests=[slate(("A", "B"), seats=1)])
    for entry, marks in zip(
        box.entries, ([[1, 0], [0, 1]], [[0, 1], [0, 0]], [[1, 0], [0, 0]]), strict=True
    ):
        box.cast(entry, marks)
    figures = figures_of(published_box(box))

    assert [(line.votes_for, line.votes_against) for line in figures.lines] == [(5, 0), (2, 4)]
    assert [line.abstentions for line in figures.lines] == [2, 1]


def test_code_of_another_weight_is_nobodys():
    box = opened(5, 1, 1)
    heavy, light = box.entries[:2]
    box.codes[heavy.pk], box.codes[light.pk] = box.codes[light.pk], box.codes[heavy.pk]

    for entry in (heavy, light):
        with pytest.raises(ForeignCode):
            box.cast(entry, YES)
    assert not box.election.ballots.exists()


@pytest.mark.parametrize("taken", ["all", "one"])
def test_list_without_the_votes_of_the_roll_is_refused(taken):
    box = Box(make_election(on_roll=make_weighted_roll(5, 3, 1)), {})
    box.codes = {entry.pk: credentials.new_code() for entry in box.entries}
    right = listed(box)
    wrong = [entry.replace(",5", "") for entry in right]
    if taken == "all":
        wrong = [entry.partition(",")[0] for entry in right]

    with pytest.raises(WeightsMismatch):
        published.submit_credentials(election=box.election, publics=wrong, by=None, at=AT)
    with pytest.raises(CredentialsMismatch):
        published.submit_credentials(election=box.election, publics=right[1:], by=None, at=AT)
    assert not box.election.credentials.exists()

    published.submit_credentials(election=box.election, publics=right, by=None, at=AT)
    assert sorted(box.election.credentials.values_list("weight", flat=True)) == [1, 3, 5]


@pytest.mark.parametrize("weight", ["", "0", "01", "-1", "1.5", "五", "1,1", "9" * 13])
def test_weight_that_is_no_number_is_refused(weight):
    box = Box(make_election(on_roll=make_weighted_roll(1, 1, 1)), {})
    box.codes = {entry.pk: credentials.new_code() for entry in box.entries}
    first, *others = listed(box)

    with pytest.raises(CredentialInvalid):
        published.submit_credentials(
            election=box.election, publics=[f"{first},{weight}", *others], by=None, at=AT
        )


def test_list_of_equals_looks_as_it_always_did():
    box = make_ready_box()
    assert "," not in published.credentials_raw(box.election).replace('","', "")


def test_same_list_again_changes_nothing_another_weight_is_another_list():
    box = ready(2, 2, 1)
    before = published.credentials_fingerprint(box.election)
    published.submit_credentials(election=box.election, publics=listed(box), by=None, at=AT)
    assert published.credentials_fingerprint(box.election) == before


# What the sums tell


def test_meeting_is_asked_where_the_sums_tell_of_heavy_voters():
    box = ready(50, *[1] * 20)
    Election.objects.update(small_electorate_consent="")
    box.refresh()

    with pytest.raises(WeightsTell) as refused:
        opening.open_election(election=box.election, present=box.entries, by=None, at=AT)
    assert "50" in str(refused.value)
    opening.consent_to_small_electorate(election=box.election, text="Agreed.", by=None, at=AT)
    opening.open_election(election=box.election, present=box.entries, by=None, at=AT)
    assert box.refresh().state == ElectionState.OPEN


def test_weights_are_named_where_the_voters_are_few_too():
    box = ready(50, *[1] * 7)
    Election.objects.update(small_electorate_consent="")
    box.refresh()
    with pytest.raises(WeightsTell, match="50"):
        opening.open_election(election=box.election, present=box.entries, by=None, at=AT)

    equal = ready(2, 2, 2)
    Election.objects.update(small_electorate_consent="")
    equal.refresh()
    with pytest.raises(SmallElectorate):
        opening.open_election(election=equal.election, present=equal.entries, by=None, at=AT)


def test_who_moves_to_paper_in_an_open_box_is_asked_for_as_before_it():
    heavy, light = [100] * 12, [2] * 20
    box = make_ready_box(on_roll=make_weighted_roll(*light, *heavy), channel=Channel.MIXED)
    Election.objects.update(small_electorate_consent="")
    box.refresh()
    to_paper(box, box.entries[:10])
    open_mixed(box)
    with pytest.raises(WeightsTell, match="100"):
        to_paper(box, box.entries[-1:])
    assert box.election.participations.filter(on_paper=True).count() == 10


def test_weights_that_hide_among_others_open_without_a_question():
    box = ready(2, 2, *[1] * 30)
    Election.objects.update(small_electorate_consent="")
    box.refresh()
    opening.open_election(election=box.election, present=box.entries, by=None, at=AT)
    assert box.refresh().state == ElectionState.OPEN


def test_slips_of_a_heavy_voter_add_up_to_the_same_sums():
    box = make_slip_box(on_roll=make_weighted_roll(50, *[1] * 10), printed=60)
    Election.objects.update(small_electorate_consent="")
    box.issue(box.entries)
    box.refresh()
    with pytest.raises(WeightsTell):
        box.open(box.entries)


def test_papers_beside_devices_are_asked_for_as_well():
    box = make_ready_box(on_roll=make_weighted_roll(*[1] * 15, 50), channel=Channel.MIXED)
    Election.objects.update(small_electorate_consent="")
    box.refresh()
    to_paper(box, box.entries[10:])
    with pytest.raises(WeightsTell, match="50"):
        open_mixed(box)


# Codes that the server mails


def test_server_mails_codes_whose_public_halves_have_the_votes(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    held = make_ceremony()
    ceremony.choose_voters_by(ceremony=held, voters_by=VotersBy.MAILED, by=None, at=AT)
    held.refresh_from_db()
    box = make_election(on_roll=make_weighted_roll(5, 1, 1), held=held)
    for entry in box.roll.entries.all():
        entry.person.email = f"voter{entry.position}@firm.example"
        entry.person.save()

    mailed_codes.mail_codes(ceremony=held, link="https://vote.example/", by=None, at=AT)
    assert len(mail.outbox) == 3
    assert sorted(box.credentials.values_list("weight", flat=True)) == [1, 1, 5]


# On paper


def test_papers_alone_are_asked_for_where_their_sums_tell_of_somebody():
    """A hundred votes in one hand among twelve single ones add up to the same sum on paper."""
    roll = make_weighted_roll(100, *[1] * 12)
    election, entries = make_election(on_roll=roll, channel=Channel.PAPER), list(roll.entries.all())
    asked = {"election": election, "present": entries, "issued": 112, "by": None, "at": AT}
    with pytest.raises(WeightsTell, match="100"):
        paper.open_paper(**asked)
    opening.consent_to_small_electorate(election=election, text="Agreed.", by=None, at=AT)
    assert paper.open_paper(**asked).state == ElectionState.OPEN


def test_each_vote_is_a_paper_of_its_own():
    election = make_election(on_roll=make_weighted_roll(5, 3, 1), channel=Channel.PAPER)
    entries = list(election.roll.entries.all())
    tellers = [make_person("Teller 1"), make_person("Teller 2")]
    with pytest.raises(PapersExceedPresent):
        paper.open_paper(election=election, present=entries, issued=10, by=None, at=AT)
    opening.consent_to_small_electorate(election=election, text="Agreed.", by=None, at=AT)
    paper.open_paper(election=election, present=entries, issued=9, tellers=tellers, by=None, at=AT)
    election.refresh_from_db()

    assert (election.present_at_opening, paper_places(election)) == (9, 9)


def test_papers_and_ballots_by_device_add_up_to_the_votes():
    roll = make_weighted_roll(*[1] * 5, *[2] * 4, 7)
    box = make_ready_box(on_roll=roll, channel=Channel.MIXED)
    to_paper(box, box.entries[5:])
    tellers = open_mixed(box)
    assert (box.election.present_at_opening, box.election.papers_issued) == (20, 15)
    for entry in box.entries[:5]:
        box.cast(entry, YES)
    box.close()
    count_papers(box.election, tellers, (14, [(4, 9, 1)]))
    box.decrypt()

    figures = figures_of(box.refresh())
    assert [(part.issued, part.returned) for part in figures.channels] == [(5, 5), (15, 14)]
    assert (figures.lines[0].votes_for, figures.lines[0].votes_against) == (9, 9)


# By slip


def test_as_many_slips_are_drawn_as_an_entry_has_votes_and_each_is_one_vote():
    box = make_slip_box(on_roll=make_weighted_roll(3, 1, 1), printed=6)
    heavy, light, late = box.entries
    box.issue([heavy, heavy, light])
    assert slip_box.tally_of_slips(box.ceremony)["issued"] == 4
    assert [one.code for one in missing_before_opening(box.election)] == ["slips_surplus"]
    box.scan_out(*box.printed[4:])
    box.refresh()

    box.open([heavy, light, late])
    for code in box.printed[:3]:
        box.cast_slip(code, YES)
    box.cast_slip(box.printed[3], NO)
    figures = figures_of(published_box(box))
    assert (figures.issued, figures.returned) == (4, 4)
    assert (figures.lines[0].votes_for, figures.lines[0].votes_against) == (3, 1)


def test_whoever_gives_slips_back_gives_all_of_them_back():
    box = make_slip_box(on_roll=make_weighted_roll(3, 1, 1))
    heavy, light, _late = box.entries
    box.issue([heavy, light])
    slip_box.return_slip(ceremony=box.ceremony, entry=heavy, by=None, at=AT)
    assert slip_box.tally_of_slips(box.ceremony)["issued"] == 1


# Pages


def test_board_says_votes_and_the_weights_of_the_codes(client):
    box = opened(5, 3, 1, 1)
    for entry in box.entries:
        box.cast(entry, YES)
    published_box(box)
    client.force_login(make_user(box.entries[0].person))
    page = client.get(
        reverse("elections:board", args=[box.election.pk]), headers={"accept-language": "en"}
    ).content.decode()

    assert "with 10 votes" in page
    assert "2 × 1, 1 × 3, 1 × 5" in page
    assert "All figures are votes, not members." in page
    assert "Votes by member class" in page


def test_voters_see_how_many_votes_their_ballot_is(client):
    box = make_open_box(on_roll=make_weighted_roll(5, 1, 1))
    entry = box.entries[0]
    client.force_login(make_user(entry.person))
    told = {"headers": {"accept-language": "en"}}
    page = client.get(reverse("elections:vote"), **told).content.decode()
    assert "5 votes" in page
    address = reverse("elections:booth", args=[box.election.pk])
    page = client.get(f"{address}?entry={entry.pk}", **told).content.decode()
    assert "Your ballot counts for 5 votes." in page


def test_authority_gets_the_votes_of_each_elector(client):
    held = make_ceremony()
    election = make_election(on_roll=make_weighted_roll(5, 1, 1), held=held)
    client.force_login(make_user(held.authority))
    told = client.get(reverse("elections:electors", args=[held.pk])).json()

    assert [one["votes"] for one in told["electors"]] == [5, 1, 1]
    [box] = told["elections"]
    assert box["id"] == str(election.pk)
    assert [one["votes"] for one in box["electors"]] == [5, 1, 1]
