"""A database that refuses to write while trustees make their keys and decrypt: nothing
half-written, each is told what to do, and the same again is taken once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from elections.crypto import dealing, trustees
from elections.enums import ElectionState, TrusteeState
from elections.models import (
    Ceremony,
    Count,
    Election,
    PartialDecryption,
    Trustee,
)
from members.models import Person
from records.models import LogEntry
from tests.elections.test_ceremony_in_browser import SLOW, make_trustee_key
from tests.elections.test_refusing_database import FOR, told_to_send_again
from tests.elections.test_refusing_database_acts import events
from tests.factories.elections import (
    make_ceremony,
    make_election,
    make_open_box,
    make_user,
    motion,
)
from tests.factories.keys import Holder, holders_of, make_threshold_ceremony
from tests.factories.refusing import Refusal, at_log, everything, on, read_only, refusing

pytestmark = pytest.mark.django_db(transaction=True)


class Seat:
    """A trustee's page, which sends what it has made."""

    def __init__(self, person: Person) -> None:
        self.client = Client(raise_request_exception=False, headers={"accept-language": "en"})
        self.client.force_login(make_user(person))

    def send(self, name: str, pk: object, **content: object) -> Any:
        url = reverse(f"elections:{name}", args=[pk])
        return self.client.post(url, content, content_type="application/json")

    def takes(self, name: str, pk: object, *refusals: Refusal, **content: object) -> str:
        """Refused at any place, it is told so and leaves nothing; the same again is taken."""
        before = everything()
        for refusal in (read_only, *refusals):
            with refusal():
                told_to_send_again(self.send(name, pk, **content))
            assert everything() == before
        taken = self.send(name, pk, **content)
        assert taken.status_code == 200
        return str(taken.json().get("state") or taken.json()["nonce"])


def twice(seat: Seat, name: str, pk: object, **content: object) -> None:
    before = everything()
    assert seat.send(name, pk, **content).status_code == 200
    assert everything() == before


def test_key_is_handed_in_and_read_back_though_the_database_refused() -> None:
    held = make_ceremony()
    make_election(held=held)
    trustee = held.trustees.all()[0]
    seat, (private, _public) = Seat(trustee.person), trustees.new_keypair()
    message = trustees.public_message(private)
    places = (on(Trustee, "UPDATE"), on(LogEntry, "INSERT"))

    made = seat.takes("submit_key", held.pk, *places, message=message)
    assert made == TrusteeState.KEY_MADE
    twice(seat, "submit_key", held.pk, message=message)
    nonce = seat.takes("new_nonce", held.pk, on(Trustee, "UPDATE"))
    proof = trustees.restore_proof(private, nonce)
    # A nonce serves once, and a proof that was not kept has not used it.
    restored = seat.takes("confirm_restored", held.pk, *places, proof=proof)
    assert restored == TrusteeState.RESTORED


def test_new_key_that_is_refused_takes_nobody_back() -> None:
    held = make_threshold_ceremony()
    made = holders_of(held)
    for holder in made:
        holder.deal()
    other = Holder(made[0].trustee, trustees.new_keypair()[0])
    certificate = dealing.certificate(other.private, size=3, threshold=2, index=1)
    places = (on(Ceremony, "UPDATE"), on(Trustee, "UPDATE"), on(LogEntry, "INSERT"))

    seat = Seat(other.trustee.person)
    state = seat.takes("submit_key", held.pk, *places, message=certificate)

    assert state == TrusteeState.KEY_MADE
    others = held.trustees.exclude(pk=other.trustee.pk)
    assert set(others.values_list("state", flat=True)) == {TrusteeState.RESTORED}


def test_rounds_and_rehearsal_go_on_where_the_database_refused() -> None:
    """The last of three takes each step, with which the next begins."""
    held = make_threshold_ceremony()
    *others, last = holders_of(held)
    seat, places = Seat(last.trustee.person), (on(Trustee, "UPDATE"), on(LogEntry, "INSERT"))
    whole = (*places, on(Ceremony, "UPDATE"))

    for holder in others:
        holder.deal()
    dealt = last.dealt()
    seat.takes("submit_dealing", held.pk, *places, message=dealt)
    twice(seat, "submit_dealing", held.pk, message=dealt)
    for holder in others:
        holder.take_up()
    agreed = dealing.verification_key(last.share(), last.private)
    seat.takes("submit_verification", held.pk, *whole, message=agreed)
    twice(seat, "submit_verification", held.pk, message=agreed)
    for holder in others:
        holder.rehearse()
    share = last.test_share()
    seat.takes("submit_rehearsal", held.pk, *whole, share=share)
    twice(seat, "submit_rehearsal", held.pk, share=share)

    held.refresh_from_db()
    assert held.rehearsed_at is not None


def test_share_that_ends_the_count_is_refused_and_counts_when_sent_again() -> None:
    box = make_open_box(motion(), voters=2)
    box.cast(box.entries[0], FOR)
    row = box.close()
    assert row.ceremony
    places = (
        on(PartialDecryption, "INSERT", "NEW.owner = 1"),
        on(Count, "INSERT"),
        on(Election, "UPDATE"),
        at_log("partial_decryption_received"),
        at_log("election_counted"),
    )
    first, last = row.ceremony.trustees.all()
    share = box.share_of(first)
    early = Seat(first.person)
    received_places = (on(PartialDecryption, "INSERT"), places[2], places[3])
    state = early.takes("submit_share", row.pk, *received_places, share=share)
    assert state == ElectionState.CLOSED
    twice(early, "submit_share", row.pk, share=share)

    late = Seat(last.person)
    state = late.takes("submit_share", row.pk, *places, share=box.share_of(last))
    assert state == ElectionState.COUNTED
    assert Count.objects.get(contest__election=row).returned == 1
    assert events(row).count("election_counted") == 1


def test_page_of_a_trustee_takes_the_step_by_itself_once_it_can_be_kept(
    visit: Callable[..., Page], tmp_path: Path
) -> None:
    """It asks for no key again, and nobody presses anything."""
    held = make_threshold_ceremony()
    first, *others = held.trustees.all()
    for trustee in others:
        Holder(trustee, trustees.new_keypair()[0]).announce()
    pages: list[Page] = []

    def keep(*args: Any) -> Page:
        pages.append(visit(*args))
        return pages[-1]

    with refusing(Trustee._meta.db_table, "UPDATE", f"NEW.state = '{TrusteeState.DEALT}'"):
        make_trustee_key(keep, f"/elections/keys/{held.pk}/", first.person, tmp_path)
        message = pages[0].locator("[data-part=rounds] [data-message]")
        expect(message).to_contain_text("nothing has changed", timeout=SLOW)
        assert held.trustees.get(pk=first.pk).state == TrusteeState.RESTORED

    expect(message).to_contain_text("as soon as these have followed", timeout=SLOW)
    assert held.trustees.get(pk=first.pk).state == TrusteeState.DEALT
