"""Keys and codes before the opening."""

from __future__ import annotations

import json

import pytest

from elections.crypto import credentials as codes
from elections.crypto import trustees
from elections.domain import ceremony, credentials
from elections.domain.prepare import ContestSpec, create_election
from elections.domain.readiness import missing_before_opening
from elections.enums import Channel, ContestKind, ElectionState, TrusteeState
from elections.errors import (
    AuthorityIsTrustee,
    ContestInvalid,
    CredentialInvalid,
    CredentialsMismatch,
    KeyInUse,
    KeyRefused,
    KeyTaken,
    RehearsalRefused,
    RestoreRefused,
    TrusteesTooFew,
)
from elections.models import Election, Trustee
from tests.factories.elections import (
    AT,
    both,
    make_ceremony,
    make_election,
    make_key,
    make_keys,
    make_open_box,
    make_person,
    make_ready_box,
    make_roll,
    rehearse,
    slate,
    standing,
)

pytestmark = pytest.mark.django_db


def publics(number: int, election: Election) -> list[str]:
    return sorted(codes.derive(codes.new_code(), election.code)[1] for _code in range(number))


def message(private: int) -> str:
    return json.dumps(trustees.public_message(private))


def submit(trustee: Trustee, text: str) -> Trustee:
    return ceremony.submit_key(trustee=trustee, message=text, by=None, at=AT)


def test_box_is_ready_once_keys_are_restored_and_codes_are_in() -> None:
    election = make_election()
    assert election.ceremony
    credentials.submit_credentials(election=election, publics=publics(3, election), by=None, at=AT)
    states = [Election.objects.get().state]
    keys = {}
    for trustee in election.ceremony.trustees.all():
        keys[trustee.pk] = make_key(trustee)
        states.append(Election.objects.get().state)
    assert states == [ElectionState.DRAFT] * 3
    told = missing_before_opening(Election.objects.get())
    assert [missing.code for missing in told] == ["rehearse", "rehearse"]
    rehearse(election.ceremony, keys)
    assert Election.objects.get().state == ElectionState.READY


def test_key_that_does_not_decrypt_the_test_is_refused_by_name() -> None:
    election = make_election()
    assert election.ceremony
    keys = {trustee.pk: make_key(trustee) for trustee in election.ceremony.trustees.all()}
    first = election.ceremony.trustees.first()
    with pytest.raises(RehearsalRefused) as refused:
        rehearse(election.ceremony, {first.pk: trustees.new_keypair()[0]})
    assert str(first.person) in str(refused.value)
    for _twice in "12":
        rehearse(election.ceremony, keys)
    election.ceremony.refresh_from_db()
    assert election.ceremony.rehearsed_at == AT


def test_new_key_before_the_opening_takes_readiness_back() -> None:
    box = make_ready_box()
    assert box.election.ceremony
    trustee = box.election.ceremony.trustees.first()

    changed = submit(trustee, message(trustees.new_keypair()[0]))

    assert (changed.state, changed.restored_at) == (TrusteeState.KEY_MADE, None)
    assert box.refresh().state == ElectionState.DRAFT
    keys = box.keys | {trustee.pk: make_key(trustee)}
    assert box.refresh().state == ElectionState.DRAFT
    rehearse(box.election.ceremony, keys)
    assert box.refresh().state == ElectionState.READY


def test_keys_that_opened_a_box_before_there_was_a_rehearsal_serve_the_next() -> None:
    """Nobody can make or prove them anew then, and the box has shown that they decrypt."""
    box = make_open_box()
    held = box.election.ceremony
    assert held
    held.trustees.update(state=TrusteeState.RESTORED, rehearsal="")
    type(held).objects.update(rehearsal_raw="", rehearsed_at=None)
    later = make_election(held=held, on_roll=box.election.roll)
    assert [missing.code for missing in missing_before_opening(later)] == ["codes"]


def test_key_stays_once_a_box_was_opened_with_it() -> None:
    box = make_open_box()
    assert box.election.ceremony
    trustee = box.election.ceremony.trustees.first()

    with pytest.raises(KeyInUse):
        submit(trustee, message(trustees.new_keypair()[0]))


def test_key_without_proof_or_of_another_trustee_is_refused() -> None:
    held = make_ceremony()
    first, second = held.trustees.all()
    private, public = trustees.new_keypair()
    forged = trustees.public_message(trustees.new_keypair()[0]) | {"public_key": public}
    submit(first, message(private))

    for text in ("no message", json.dumps(forged)):
        with pytest.raises(KeyRefused):
            submit(second, text)
    with pytest.raises(KeyTaken):
        submit(second, message(private))

    assert Trustee.objects.get(pk=second.pk).state == TrusteeState.INVITED


def test_restored_key_needs_a_proof_over_the_last_number_and_serves_once() -> None:
    held = make_ceremony()
    trustee = held.trustees.first()
    private, _public = trustees.new_keypair()
    with pytest.raises(RestoreRefused):
        ceremony.new_nonce(trustee=trustee, by=None, at=AT)
    submit(trustee, message(private))
    old = trustees.restore_proof(private, ceremony.new_nonce(trustee=trustee, by=None, at=AT))
    nonce = ceremony.new_nonce(trustee=trustee, by=None, at=AT)
    other = trustees.restore_proof(trustees.new_keypair()[0], nonce)
    right = trustees.restore_proof(private, nonce)

    for proof in (old, other, {}, {"challenge": "x", "response": "y"}):
        with pytest.raises(RestoreRefused):
            ceremony.confirm_restored(trustee=trustee, proof=proof, by=None, at=AT)
    row = ceremony.confirm_restored(trustee=trustee, proof=right, by=None, at=AT)
    with pytest.raises(RestoreRefused):
        ceremony.confirm_restored(trustee=trustee, proof=right, by=None, at=AT)

    assert (row.state, row.restored_at) == (TrusteeState.RESTORED, AT)


def test_codes_must_be_one_for_each_vote_and_proper() -> None:
    election = make_election()
    make_keys(election.ceremony)
    right = publics(3, election)
    identity = "0" * 63 + "1"

    with pytest.raises(CredentialsMismatch):
        credentials.submit_credentials(election=election, publics=right[:2], by=None, at=AT)
    for wrong in ([*right[:2], right[0]], [*right[:2], "ab"], [*right[:2], identity]):
        with pytest.raises(CredentialInvalid):
            credentials.submit_credentials(election=election, publics=wrong, by=None, at=AT)

    assert election.credentials.count() == 0


def test_codes_sent_again_replace_the_former_until_the_opening() -> None:
    election = make_election()
    first, second = publics(3, election), publics(3, election)
    for given in (first, first, second):
        credentials.submit_credentials(election=election, publics=given, by=None, at=AT)

    assert list(election.credentials.values_list("public", flat=True)) == second


def test_authority_cannot_be_a_trustee() -> None:
    person = make_person()

    with pytest.raises(AuthorityIsTrustee):
        ceremony.create_ceremony(
            title=both("Keys"), authority=person, trustees=[person], by=None, at=AT
        )


@pytest.mark.parametrize("number", [0, 1])
def test_fewer_than_two_scrutineers_do_not_hold_the_keys(number: int) -> None:
    with pytest.raises(TrusteesTooFew):
        make_ceremony(number)
    assert not Trustee.objects.exists()


def test_question_that_contradicts_itself_is_refused() -> None:
    twice = standing(["A"]) * 2
    for spec in (
        ContestSpec(ContestKind.SLATE, both("Nobody stands")),
        ContestSpec(ContestKind.SINGLE, both("Nobody stands")),
        slate(("A", "B"), seats=3),
        slate(("A", "B"), seats=0),
        ContestSpec(ContestKind.MOTION, both("M"), candidates=standing(["A"])),
        ContestSpec(ContestKind.SINGLE, both("S"), candidates=standing(["A", "B"])),
        ContestSpec(ContestKind.SLATE, both("S"), candidates=twice),
    ):
        with pytest.raises(ContestInvalid):
            make_election(spec)


def test_box_without_questions_is_refused() -> None:
    with pytest.raises(ContestInvalid):
        create_election(
            title=both("Empty"),
            slug="empty",
            roll=make_roll(),
            ceremony=make_ceremony(),
            contests=[],
            channel=Channel.ONLINE,
            in_hall=True,
            by=None,
            at=AT,
        )
