"""Threshold trustees from their invitation to a box that some of them count."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import override

from elections.crypto import dealing, encoding, proofs, tally, trustees
from elections.crypto.archive import read
from elections.crypto.audit import audit
from elections.crypto.election import parse
from elections.crypto.group import ED25519 as GROUP
from elections.domain import ceremony as ceremonies
from elections.domain import key_rounds, publishing, readiness
from elections.domain.board import archive_bytes
from elections.enums import ElectionState, TrusteeState
from elections.errors import (
    KeyInUse,
    KeyRefused,
    PartialRefused,
    RehearsalRefused,
    RoundRefused,
    RoundTooEarly,
    ThresholdTooLow,
    TrusteesTooFew,
)
from elections.models import Ceremony, Election, Trustee
from records.domain import log
from records.models import LogEntry
from tests.elections.crypto.scenario import forged_share
from tests.factories.elections import (
    AT,
    Box,
    both,
    make_ceremony,
    make_election,
    make_open_box,
    make_person,
)
from tests.factories.keys import (
    Holder,
    agree,
    closed_threshold_box,
    figures,
    hand_in,
    holders_of,
    make_threshold_ceremony,
    share_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def states(held: Ceremony) -> list[str]:
    return list(held.trustees.values_list("state", flat=True))


@pytest.mark.parametrize(("size", "threshold"), [(3, 1), (3, 4), (4, 2), (2, 1)])
def test_more_than_half_must_be_needed(size: int, threshold: int) -> None:
    with pytest.raises(ThresholdTooLow):
        make_threshold_ceremony(size, threshold)
    assert not Ceremony.objects.exists()


def test_each_step_waits_for_all_of_the_step_before() -> None:
    held = make_threshold_ceremony()
    election = make_election(held=held)
    first, second, third = held.trustees.all()
    made = [Holder(one, trustees.new_keypair()[0]) for one in (first, second, third)]

    def owed() -> list[str]:
        missing = readiness.missing_before_opening(Election.objects.get(pk=election.pk))
        return [f"{one.code} {one.who[-1]}" for one in missing if one.code != "codes"]

    assert owed() == ["key 1", "key 2", "key 3"]
    made[0].announce()
    made[1].announce()
    assert owed() == ["key 3"]
    with pytest.raises(RoundTooEarly, match="Trustee 3"):
        made[0].deal({})
    made[2].announce()
    assert owed() == ["deal 1", "deal 2", "deal 3"]
    made[1].deal()
    assert owed() == ["deal 1", "deal 3"]
    made[0].deal()
    made[2].deal()
    assert owed() == ["agree 1", "agree 2", "agree 3"]
    for holder in made:
        holder.take_up()
    assert owed() == ["rehearse 1", "rehearse 2", "rehearse 3"]
    for holder in made:
        holder.rehearse()
    assert owed() == []
    assert Ceremony.objects.get().rehearsed_at == AT


def test_a_step_taken_twice_is_the_first() -> None:
    made = holders_of(make_threshold_ceremony())
    for step in (Holder.deal, Holder.take_up, Holder.rehearse):
        for holder in made:
            step(holder)
        before = list(Trustee.objects.values())
        for holder in made:
            step(holder)
        assert list(Trustee.objects.values()) == before


def test_a_new_key_takes_all_back_to_the_first_round() -> None:
    held = make_threshold_ceremony()
    made = agree(holders_of(held))

    other = Holder(made[0].trustee, trustees.new_keypair()[0])
    ceremonies.submit_key(trustee=other.fresh(), message=other.certificate(), by=None, at=AT)

    assert states(held) == [TrusteeState.KEY_MADE, TrusteeState.RESTORED, TrusteeState.RESTORED]
    held.refresh_from_db()
    assert (held.rehearsal_raw, held.rehearsed_at) == ("", None)
    assert {row.dealing + row.verification + row.rehearsal for row in held.trustees.all()} == {""}
    other.announce()
    agree([other, *made[1:]])
    assert states(held) == [TrusteeState.REHEARSED] * 3


def test_a_certificate_of_another_place_is_refused() -> None:
    held = make_threshold_ceremony()
    first, second = held.trustees.all()[:2]
    for wrong in (
        Holder(second, 7).certificate(),
        encoding.dump(trustees.public_message(7)),
        "[]",
        "no message",
    ):
        with pytest.raises(KeyRefused):
            ceremonies.submit_key(trustee=first, message=wrong, by=None, at=AT)


def false_dealing(dealer: Holder, receiver: int) -> dict[str, Any]:
    """Signed, and with a value for one receiver that does not fit."""
    made = dealer.dealt()
    content = json.loads(made["parts"]["message"])
    part = content["parts"][receiver - 1]
    part["value"] = str((int(part["value"]) + 1) % GROUP.q)
    message = encoding.dump(content)
    proof = proofs.prove_knowledge(GROUP, dealer.private, f"sigmsg|{message}|")
    return {**made, "parts": {"message": message, "signature": proof.as_json()}}


def test_a_part_that_does_not_fit_is_complained_of_by_name() -> None:
    held = make_threshold_ceremony()
    election = make_election(held=held)
    made = holders_of(held)
    made[0].deal()
    made[1].deal(false_dealing(made[1], receiver=3))
    made[2].deal()

    with pytest.raises(dealing.PartRefused) as refused:
        made[2].share()
    key_rounds.complain(trustee=made[2].fresh(), dealer=refused.value.dealer, by=None, at=AT)

    missing = readiness.missing_before_opening(Election.objects.get(pk=election.pk))[0]
    assert (missing.code, missing.who) == ("complaint", "Trustee 3")
    assert "Trustee 2" in missing.what
    assert key_rounds.rounds_of(held)["complaints"] == [{"by": "Trustee 3", "against": "Trustee 2"}]
    # A new key of the one complained of clears it.
    made[1] = Holder(made[1].trustee, trustees.new_keypair()[0])
    made[1].announce()
    agree(made)
    assert states(held) == [TrusteeState.REHEARSED] * 3


def test_what_is_no_dealing_and_no_verification_key_is_refused() -> None:
    made = holders_of(make_threshold_ceremony())
    for wrong in ({}, made[1].dealt(), {**made[0].dealt(), "more": 1}):
        with pytest.raises(RoundRefused):
            made[0].deal(wrong)
    for holder in made:
        holder.deal()
    wrong_key = dealing.verification_key(made[1].share(), made[0].private)
    for wrong in ({}, wrong_key):
        with pytest.raises(RoundRefused):
            key_rounds.submit_verification(trustee=made[0].fresh(), message=wrong, by=None, at=AT)
    with pytest.raises(RoundRefused):
        key_rounds.complain(trustee=made[0].fresh(), dealer=4, by=None, at=AT)


def test_a_rehearsal_share_that_decodes_to_nothing_is_refused() -> None:
    held = make_threshold_ceremony()
    made = holders_of(held)
    for step in (Holder.deal, Holder.take_up):
        for holder in made:
            step(holder)
    held.refresh_from_db()
    description, liar = parse(held.rehearsal_raw), made[1]
    encrypted = tally.rehearsal_tally(description)
    odd = forged_share(description, encrypted, liar.share())
    with pytest.raises(RehearsalRefused, match="Trustee"):
        liar.rehearse(odd)
    assert states(held)[2] == TrusteeState.AGREED


def test_a_rehearsal_share_that_fails_its_proof_is_refused() -> None:
    made = holders_of(make_threshold_ceremony())
    for step in (Holder.deal, Holder.take_up):
        for holder in made:
            step(holder)
    for wrong in (made[1].test_share(), "{}", "no share"):
        with pytest.raises(RehearsalRefused, match="Trustee"):
            made[0].rehearse(wrong)


@pytest.fixture
def closed() -> tuple[Box, list[Holder]]:
    return closed_threshold_box()


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_losing_one_of_three_does_not_stop_the_count(
    closed: tuple[Box, list[Holder]], lost: int
) -> None:
    box, made = closed
    first, second = [holder for place, holder in enumerate(made) if place != lost]
    assert hand_in(box, first, share_of(box, first)).state == ElectionState.CLOSED
    assert hand_in(box, second, share_of(box, second)).state == ElectionState.COUNTED
    assert figures(box) == (3, 1)
    publishing.publish_result(election=box.election, by=None, at=AT)
    assert audit(read(archive_bytes(box.refresh()))).result == [[3, 1]]


def test_a_share_that_fails_its_proof_or_lies_is_refused(
    closed: tuple[Box, list[Holder]],
) -> None:
    box, made = closed
    description, encrypted = parse(box.election.raw), box.election.encrypted_tally
    assert description.demands.bound
    for wrong in (share_of(box, made[1]), forged_share(description, encrypted, made[0].share())):
        with pytest.raises(PartialRefused, match="Trustee 1"):
            hand_in(box, made[0], wrong)
    assert box.election.partial_decryptions.count() == 0
    named = LogEntry.objects.filter(event="partial_decryption_refused")
    assert [entry.payload["trustee"] for entry in named] == [str(made[0].trustee.pk)] * 2


def test_one_set_up_serves_every_box_of_a_day() -> None:
    held = make_threshold_ceremony()
    made = agree(holders_of(held))
    boxes = [make_open_box(held=held) for _box in range(2)]
    lists = [json.loads(box.election.trustees_raw) for box in boxes]
    assert lists[0][1] == lists[1][1]
    assert lists[0][0] != lists[1][0]  # the server's key is new in each
    for box in boxes:
        box.cast(box.entries[0], [[1, 0]])
        box.close()
        for holder in made[:2]:
            hand_in(box, holder, share_of(box, holder))
        assert figures(box) == (1, 0)


def test_other_trustees_take_the_place_of_the_first_before_a_box_is_open() -> None:
    held = make_threshold_ceremony()
    election = make_election(held=held)
    agree(holders_of(held))
    people = [trustee.person for trustee in held.trustees.all()]
    asked: dict[str, Any] = {"ceremony": held, "by": None, "at": AT}
    before = log.verify(stream=key_rounds.stream_of(held))
    ceremonies.replace_trustees(trustees=people, threshold=2, **asked)
    assert states(held) == [TrusteeState.REHEARSED] * 3  # the same again changes nothing
    assert log.verify(stream=key_rounds.stream_of(held)) == before

    ceremonies.replace_trustees(trustees=[*people[:2], make_person("New")], threshold=2, **asked)

    assert states(held) == [TrusteeState.INVITED] * 3
    assert Election.objects.get(pk=election.pk).state == ElectionState.DRAFT
    with pytest.raises(ThresholdTooLow):
        ceremonies.replace_trustees(trustees=people, threshold=1, **asked)
    agree(holders_of(held))
    make_open_box(held=held)
    with pytest.raises(KeyInUse):
        ceremonies.replace_trustees(trustees=people, threshold=3, **asked)


def test_the_server_alone_counts_at_the_closing_where_nobody_else_is_wanted() -> None:
    with pytest.raises(TrusteesTooFew):
        make_ceremony(trustees=0)
    held = ceremonies.create_ceremony(
        title=both("Keys of the day"),
        authority=make_person("Authority"),
        trustees=[],
        server_alone=True,
        by=None,
        at=AT,
    )
    box = make_open_box(held=held)
    box.cast(box.entries[0], [[1, 0]])

    assert held.is_server_alone
    assert box.close().state == ElectionState.COUNTED
    assert figures(box) == (1, 0)
    publishing.publish_result(election=box.election, by=None, at=AT)
    assert audit(read(archive_bytes(box.refresh()))).result == [[1, 0]]
