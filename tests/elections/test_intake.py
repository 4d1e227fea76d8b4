"""Ballots that are kept first and checked after: none lost, none doubled, none before its time."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from elections.crypto import credentials, encoding, proofs
from elections.crypto.ballot import tracker_of
from elections.crypto.election import parse
from elections.domain import closing, intake, results
from elections.domain.annulment import annul_election
from elections.domain.decryption import submit_partial
from elections.domain.publishing import publish_result
from elections.enums import ElectionState
from elections.errors import (
    BallotCopied,
    BallotLate,
    BallotReplayed,
    BallotsBeingChecked,
    BallotUnknown,
    ForeignCode,
    ProofRefused,
    SupplementMissing,
)
from elections.models import Ballot, Binding, CiphertextSeen, Election, ReceivedBallot, RollEntry
from elections.tasks import check_box, sweep_boxes
from tests.elections.test_concurrent_casts import run_together
from tests.factories.elections import AT, Box, make_open_box, make_user, slate

pytestmark = pytest.mark.django_db

FOR_A, FOR_B = [[1, 0, 0], [0, 0, 0]], [[0, 1, 0], [0, 0, 0]]


@pytest.fixture
def box() -> Box:
    return make_open_box(slate(), voters=3)


def receive(box: Box, entry: RollEntry, made: tuple[str, str | None]) -> Ballot | ReceivedBallot:
    raw, supplement = made
    return intake.receive_ballot(election=box.election, entry=entry, raw=raw, supplement=supplement)


def with_broken_proof(made: tuple[str, str | None], box: Box, entry: RollEntry) -> tuple[str, Any]:
    """Signed by the right code, and yet a proof in it does not hold."""
    description = parse(box.election.raw)
    secret, _public = credentials.derive(box.codes[entry.pk], box.election.code)
    content = json.loads(made[0])
    content.pop("signature")
    proof = content["answers"][0]["overall_proof"][0]
    proof["response"] = str((int(proof["response"]) + 1) % description.group.q)
    content["signature"] = proofs.sign(description.group, secret, encoding.dump(content))
    raw = encoding.dump(content)
    old = json.loads(made[1] or "")
    old.pop("signature")
    old["ballot"] = tracker_of(raw)
    old["signature"] = proofs.sign(description.group, secret, encoding.dump(old))
    return raw, encoding.dump(old)


def free(box: Box, checking_until: datetime | None) -> None:
    Election.objects.filter(pk=box.election.pk).update(checking_until=checking_until)


def standing(box: Box) -> tuple[int, int, int, int, int]:
    """What a refusal at the door must leave as it was."""
    row = box.refresh()
    return (
        row.ballots.count(),
        row.received.count(),
        Binding.objects.filter(election=row).count(),
        CiphertextSeen.objects.filter(election=row).count(),
        row.participations.filter(cast=True).count(),
    )


def test_received_ballot_is_kept_and_enters_the_box_when_checked(box: Box) -> None:
    one, two, _three = box.entries
    first = receive(box, one, box.make_ballot(one, FOR_A))
    second = receive(box, two, box.make_ballot(two, FOR_B))

    assert intake.look_up(box.election, first.tracker) == intake.Waiting(first.tracker, 0)
    assert intake.look_up(box.election, second.tracker) == intake.Waiting(second.tracker, 1)
    assert box.refresh().ballots.count() == 0

    assert intake.check_received(election=box.election) == 2

    row = box.refresh()
    assert list(row.ballots.values_list("tracker", flat=True)) == [first.tracker, second.tracker]
    assert not row.received.exists()
    assert row.participations.filter(cast=True).count() == 2
    assert isinstance(intake.look_up(row, first.tracker), Ballot)
    assert intake.check_received(election=box.election) == 0


def test_ballot_sent_again_while_it_waits_and_after_is_the_same(box: Box) -> None:
    entry = box.entries[0]
    made = box.make_ballot(entry, FOR_A)
    first = receive(box, entry, made)
    before = standing(box)

    assert receive(box, entry, made).pk == first.pk
    assert standing(box) == before

    intake.check_received(election=box.election)
    again = receive(box, entry, made)
    assert isinstance(again, Ballot)
    assert again.tracker == first.tracker
    assert box.refresh().ballots.count() == 1
    assert not box.election.received.exists()


def test_newer_ballot_counts_and_the_older_is_no_longer_taken(box: Box) -> None:
    entry = box.entries[0]
    older, newer = box.make_ballot(entry, FOR_A), box.make_ballot(entry, FOR_B)
    receive(box, entry, older)
    receive(box, entry, newer)

    with pytest.raises(BallotReplayed):
        receive(box, entry, older)

    intake.check_received(election=box.election)
    with pytest.raises(BallotReplayed):
        receive(box, entry, older)
    box.close()
    box.decrypt()
    lines = results.contest_figures(box.election.contests.get()).lines
    assert [line.votes_for for line in lines] == [0, 1, 0]


def test_ballot_whose_proof_fails_leaves_the_voter_to_vote_again(box: Box) -> None:
    one, two, _three = box.entries
    bad = with_broken_proof(box.make_ballot(one, FOR_A), box, one)
    kept = receive(box, one, bad)
    receive(box, two, box.make_ballot(two, FOR_A))
    assert box.refresh().participations.filter(cast=True).count() == 2

    assert intake.check_received(election=box.election) == 2

    assert box.refresh().ballots.count() == 1
    assert set(box.election.participations.filter(cast=True).values_list("entry", flat=True)) == {
        two.pk
    }
    with pytest.raises(ProofRefused):
        intake.look_up(box.election, kept.tracker)
    with pytest.raises(ProofRefused):  # sent again it is no better
        receive(box, one, bad)

    receive(box, one, box.make_ballot(one, FOR_B))
    intake.check_received(election=box.election)
    assert box.refresh().participations.filter(cast=True).count() == 2
    box.close()
    box.decrypt()
    lines = results.contest_figures(box.election.contests.get()).lines
    assert [line.votes_for for line in lines] == [1, 1, 0]


def test_bought_code_whose_ballot_was_refused_is_no_second_vote(box: Box) -> None:
    """A code is joined to who first votes with it; a ballot that fails its proofs joins nobody."""
    buyer, seller, _third = box.entries

    def with_bought_code() -> None:
        receive(box, buyer, with_broken_proof(box.make_ballot(seller, FOR_B), box, seller))

    with_bought_code()
    intake.check_received(election=box.election)
    assert not Binding.objects.filter(election=box.election).exists()
    receive(box, buyer, box.make_ballot(buyer, FOR_A))
    intake.check_received(election=box.election)
    with pytest.raises(ForeignCode):
        receive(box, buyer, box.make_ballot(seller, FOR_A))
    with pytest.raises(ForeignCode):
        with_bought_code()
    intake.check_received(election=box.election)
    assert box.refresh().ballots.count() == 1
    assert box.election.participations.get(entry=buyer).cast

    # Whose code it is votes with it all the same.
    receive(box, seller, box.make_ballot(seller, FOR_B))
    intake.check_received(election=box.election)
    assert box.refresh().ballots.count() == 2
    assert box.election.participations.filter(cast=True).count() == 2


def test_refused_second_ballot_leaves_the_first_one_counting(box: Box) -> None:
    entry = box.entries[0]
    receive(box, entry, box.make_ballot(entry, FOR_A))
    intake.check_received(election=box.election)
    receive(box, entry, with_broken_proof(box.make_ballot(entry, FOR_B), box, entry))

    intake.check_received(election=box.election)

    assert box.refresh().ballots.count() == 1
    assert box.election.participations.get(entry=entry).cast


def test_what_is_wrong_at_the_door_changes_nothing(box: Box) -> None:
    one, two, three = box.entries
    made = box.make_ballot(one, FOR_A)
    receive(box, one, made)
    before = standing(box)
    signed_by_another = json.loads(made[0]) | {
        "signature": json.loads(box.make_ballot(one, FOR_B)[0])["signature"]
    }
    compact = json.dumps(signed_by_another, separators=(",", ":"))

    with pytest.raises(ProofRefused):
        receive(box, one, (compact, made[1]))
    with pytest.raises(SupplementMissing):
        receive(box, two, (box.make_ballot(two, FOR_A)[0], None))
    with pytest.raises(ForeignCode):  # a code that another has voted with
        receive(box, two, box.make_ballot(one, FOR_B))
    with pytest.raises(ForeignCode):  # a second code for one who has voted
        receive(box, one, box.make_ballot(three, FOR_B))
    with pytest.raises(BallotUnknown):
        intake.look_up(box.election, "nothing")

    assert standing(box) == before
    ReceivedBallot.objects.all().delete()
    with pytest.raises(BallotCopied):  # its ciphertexts are remembered from the first moment
        receive(box, one, made)


def test_box_closed_while_ballots_wait_counts_them_and_waits_for_them(box: Box) -> None:
    for entry in box.entries:
        receive(box, entry, box.make_ballot(entry, FOR_A))
    late = box.make_ballot(box.entries[0], FOR_B)

    row = box.close()

    assert (row.state, row.encrypted_tally) == (ElectionState.CLOSED, "")
    with pytest.raises(BallotLate):
        receive(box, box.entries[0], late)
    assert row.ceremony
    trustee = row.ceremony.trustees.all()[0]
    with pytest.raises(BallotsBeingChecked):
        submit_partial(trustee=trustee, election=row, raw="{}", by=None, at=AT)
    closing.seal_when_checked(election=row, at=AT)
    assert box.refresh().encrypted_tally == ""

    sweep_boxes()

    assert box.refresh().encrypted_tally
    assert not box.election.bindings.exists()
    box.decrypt()
    counted = results.contest_figures(box.election.contests.get())
    assert (counted.returned, counted.lines[0].votes_for) == (3, 3)


def test_annulled_box_takes_nothing_more_from_what_waits(box: Box) -> None:
    one, two, _three = box.entries
    receive(box, one, box.make_ballot(one, FOR_A))
    receive(box, two, with_broken_proof(box.make_ballot(two, FOR_A), box, two))
    head = box.refresh().head

    annul_election(
        election=box.election, reason="The roll was wrong.", names="The chair", by=None, at=AT
    )
    sweep_boxes()
    check_box(str(box.election.pk))

    row = box.refresh()
    assert (row.head, row.ballots.count(), row.received.count()) == (head, 0, 2)
    assert row.state == ElectionState.ANNULLED


def test_checking_of_a_process_that_died_is_taken_over_when_its_time_is_up(box: Box) -> None:
    entry = box.entries[0]
    receive(box, entry, box.make_ballot(entry, FOR_A))
    free(box, AT + intake.LEASE)

    assert intake.check_received(election=box.election, clock=lambda: AT) == 0
    assert box.refresh().ballots.count() == 0

    after = AT + intake.LEASE + timedelta(seconds=1)
    assert intake.check_received(election=box.election, clock=lambda: after) == 1
    assert box.refresh().ballots.count() == 1
    assert box.election.checking_until is None


def test_page_is_told_to_ask_again_and_then_gets_its_receipt(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    box = make_open_box(slate([f"Candidate {number}" for number in range(14)], seats=12), voters=2)
    entry = box.entries[0]
    client.force_login(make_user(entry.person))
    raw, supplement = box.make_ballot(entry, [[1] * 12 + [0] * 2, [0] * 14])
    content = {"ballot": raw, "supplement": supplement, "entry": str(entry.pk)}
    url = reverse("elections:cast", args=[box.election.pk])

    with django_capture_on_commit_callbacks() as asked:
        kept = client.post(url, content, content_type="application/json").json()

    assert kept["ahead"] == 0
    assert kept["again_after"] > 0
    assert "signature" not in kept
    state = reverse("elections:ballot_state", args=[box.election.pk])
    assert client.get(state, {"tracker": kept["tracker"]}).json() == kept

    for check in asked:
        check()

    receipt = client.get(state, {"tracker": kept["tracker"]}).json()
    assert receipt["tracker"] == kept["tracker"]
    assert receipt["signature"]
    assert receipt["head"] == box.refresh().head
    box.close()
    box.decrypt()
    publish_result(election=box.election, by=None, at=AT + timedelta(hours=3))
    late = client.get(state, {"tracker": kept["tracker"]})
    assert (late.status_code, late.json()["error"]) == (409, "receipt_too_late")
    unknown = client.get(state, {"tracker": "none"})
    assert (unknown.status_code, unknown.json()["error"]) == (409, "ballot_unknown")


@pytest.mark.django_db(transaction=True)
def test_many_checkers_at_once_accept_each_ballot_once() -> None:
    box = make_open_box(slate(), voters=4)
    free(box, timezone.now() + intake.LEASE)  # so that all wait
    for entry in box.entries:
        raw, supplement = box.make_ballot(entry, FOR_A)
        receive(box, entry, (raw, supplement))
    free(box, None)

    run_together(*(lambda: check_box(str(box.election.pk)) for _process in range(3)))

    row = box.refresh()
    assert list(row.ballots.values_list("position", flat=True)) == [1, 2, 3, 4]
    assert not row.received.exists()
    assert row.checking_until is None
