"""Threshold trustees, each of whom goes through the rounds with a key of their own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from elections.crypto import dealing, encoding, tally, trustees
from elections.crypto.election import parse
from elections.domain import ceremony as ceremonies
from elections.domain import decryption, key_rounds
from elections.models import Ceremony, Count, Election, Trustee
from tests.factories.elections import AT, Box, both, make_open_box, make_person

Json = dict[str, Any]


@dataclass
class Holder:
    """A trustee with the private key that their file would hold."""

    trustee: Trustee
    private: int

    def fresh(self) -> Trustee:
        self.trustee = Trustee.objects.select_related("ceremony", "person").get(pk=self.trustee.pk)
        return self.trustee

    @property
    def setup(self) -> dealing.Setup:
        held = self.fresh().ceremony.trustees.all()
        return key_rounds.setup_of(list(held), self.trustee.ceremony.threshold or 0)

    @property
    def dealings(self) -> list[Json]:
        return [json.loads(other.dealing) for other in self.fresh().ceremony.trustees.all()]

    def certificate(self) -> str:
        held = self.fresh().ceremony
        return encoding.dump(
            dealing.certificate(
                self.private,
                size=held.trustees.count(),
                threshold=held.threshold or 0,
                index=self.trustee.position,
            )
        )

    def announce(self) -> None:
        told: dict[str, Any] = {"by": None, "at": AT}
        row = ceremonies.submit_key(trustee=self.fresh(), message=self.certificate(), **told)
        nonce = ceremonies.new_nonce(trustee=row, **told)
        proof = trustees.restore_proof(self.private, nonce)
        ceremonies.confirm_restored(trustee=row, proof=proof, **told)

    def dealt(self) -> Json:
        return dealing.deal(self.private, self.setup, self.trustee.position)

    def deal(self, message: Json | None = None) -> Trustee:
        made = self.dealt() if message is None else message
        return key_rounds.submit_dealing(trustee=self.fresh(), message=made, by=None, at=AT)

    def share(self) -> int:
        return dealing.take_up(self.private, self.setup, self.trustee.position, self.dealings)

    def take_up(self) -> Trustee:
        made = dealing.verification_key(self.share(), self.private)
        return key_rounds.submit_verification(trustee=self.fresh(), message=made, by=None, at=AT)

    def test_share(self) -> str:
        description = parse(self.fresh().ceremony.rehearsal_raw)
        encrypted = tally.rehearsal_tally(description)
        return tally.partial_decryption(description, encrypted, self.share())

    def rehearse(self, raw: str | None = None) -> Trustee:
        made = self.test_share() if raw is None else raw
        return key_rounds.submit_rehearsal(trustee=self.fresh(), raw=made, by=None, at=AT)


def make_threshold_ceremony(size: int = 3, threshold: int = 2) -> Ceremony:
    return ceremonies.create_ceremony(
        title=both("Keys of the day"),
        authority=make_person("Authority"),
        trustees=[make_person(f"Trustee {number}") for number in range(1, size + 1)],
        threshold=threshold,
        by=None,
        at=AT,
    )


def holders_of(held: Ceremony) -> list[Holder]:
    """Each with a key made and read back."""
    made = [Holder(trustee, trustees.new_keypair()[0]) for trustee in held.trustees.all()]
    for holder in made:
        holder.announce()
    return made


def agree(made: list[Holder]) -> list[Holder]:
    """All rounds, and the rehearsal."""
    for step in (Holder.deal, Holder.take_up, Holder.rehearse):
        for holder in made:
            step(holder)
    return made


def closed_threshold_box() -> tuple[Box, list[Holder]]:
    """Three votes for and one against, closed; two of three trustees must decrypt."""
    held = make_threshold_ceremony()
    made = agree(holders_of(held))
    box = make_open_box(voters=4, held=held)
    for entry, choice in zip(box.entries, ([1, 0], [1, 0], [1, 0], [0, 1]), strict=True):
        box.cast(entry, [choice])
    box.close()
    return box, made


def share_of(box: Box, holder: Holder) -> str:
    description = parse(box.election.raw)
    return tally.partial_decryption(description, box.election.encrypted_tally, holder.share())


def hand_in(box: Box, holder: Holder, raw: str) -> Election:
    decryption.submit_partial(
        trustee=holder.fresh(), election=box.election, raw=raw, by=None, at=AT
    )
    return box.refresh()


def figures(box: Box) -> tuple[int, int]:
    line = Count.objects.get(contest__election=box.election, accepted=True).lines.get()
    return line.votes_for, line.votes_against
