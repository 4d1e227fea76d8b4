"""Plain makers of rolls, ceremonies and ballot boxes, with real keys, codes and ballots."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from elections.crypto import ballot, credentials, tally, trustees
from elections.crypto.election import parse
from elections.domain import (
    casting,
    ceremony,
    closing,
    decryption,
    key_rounds,
    opening,
    prepare,
    roll,
)
from elections.domain import credentials as published
from elections.enums import Channel, ContestKind, TrusteeState
from elections.models import Ceremony, Election, Roll, RollEntry, Trustee
from members.enums import BodyKind, StandingStatus, Trade
from members.models import Body, Firm, Membership, Person, Representative, Standing, User
from records.fields import Translated

AT = datetime(2026, 12, 18, 1, 0, tzinfo=UTC)
DAY = date(2026, 12, 18)
_numbers = itertools.count(1)


def both(text: str) -> Translated:
    return Translated(zh=f"{text}（中）", en=text)


def make_person(name: str = "") -> Person:
    return Person.objects.create(name=both(name or f"Person {next(_numbers)}"))


def make_user(person: Person | None = None) -> User:
    number = next(_numbers)
    return User.objects.create_user(f"user{number}@association.example", "pass", person=person)


def make_firm(name: str = "") -> Firm:
    number = next(_numbers)
    return Firm.objects.create(
        name=both(name or f"Firm {number}"),
        registration_code=f"{number:018d}",
        trade=Trade.DEALER,
    )


def make_body(kind: str = BodyKind.GENERAL_ASSEMBLY) -> Body:
    body, _created = Body.objects.get_or_create(kind=kind, defaults={"name": both(str(kind))})
    return body


def make_member(
    *, status: str | None = StandingStatus.ACTIVE, represented: bool = True, reason: str = ""
) -> Membership:
    """A firm that joined in 2020, with a standing and a voting representative since then."""
    firm = make_firm()
    joined = date(2020, 1, 1)
    member = Membership.objects.create(firm=firm, number=f"M{next(_numbers):05d}", joined_on=joined)
    if status is not None:
        Standing.objects.create(
            membership=member,
            status=status,
            from_on=joined,
            recorded_at=AT,
            reason=both(reason) if reason else {},
            source="Council decision 3" if reason else "",
        )
    if represented:
        Representative.objects.create(
            firm=firm, person=make_person(), from_on=joined, recorded_at=AT, post=both("Manager")
        )
    return member


def make_roll(voters: int = 3) -> Roll:
    """A roll of ``voters`` persons, each for a firm of their own."""
    holders = [(make_person(), make_firm(), both("Manager")) for _voter in range(voters)]
    return roll.freeze_roll_of_holders(
        body=make_body(), holders=holders, record_on=DAY, by=None, at=AT
    )


def make_weighted_roll(*weights: int) -> Roll:
    """A roll whose entries have so many votes each, in this order."""
    made = make_roll(len(weights))
    made.weighed_by, made.weights_citation = both("Votes by member class"), both("Bylaws, art. 9")
    made.save()
    for entry, weight in zip(made.entries.all(), weights, strict=True):
        RollEntry.objects.filter(pk=entry.pk).update(weight=weight)
    made.digest = roll.digest_of(made)
    made.save()
    return made


def make_ceremony(trustees: int = 2) -> Ceremony:
    return ceremony.create_ceremony(
        title=both("Keys of the day"),
        authority=make_person("Authority"),
        trustees=[make_person(f"Trustee {number}") for number in range(1, trustees + 1)],
        by=None,
        at=AT,
    )


def make_keys(held: Ceremony) -> dict[Any, int]:
    """Every trustee without one makes a key and proves that it restores; private keys by pk. Who
    made theirs all rehearse."""
    invited = held.trustees.filter(state=TrusteeState.INVITED)
    made = {trustee.pk: make_key(trustee) for trustee in invited}
    rehearse(held, made)
    return made


def rehearse(held: Ceremony, privates: Mapping[Any, int]) -> None:
    """Trustees who are all needed, and all here, decrypt the test."""
    for trustee in held.trustees.select_related("ceremony", "person"):
        raw = trustee.ceremony.rehearsal_raw
        if raw and trustee.pk in privates:
            asked = parse(raw)
            share = tally.partial_decryption(
                asked, tally.rehearsal_tally(asked), privates[trustee.pk]
            )
            key_rounds.submit_rehearsal(trustee=trustee, raw=share, by=None, at=AT)


def make_key(trustee: Trustee) -> int:
    private, _public = trustees.new_keypair()
    message = trustees.trustees_json([trustees.public_message(private)])[1:-1]
    row = ceremony.submit_key(trustee=trustee, message=message, by=None, at=AT)
    nonce = ceremony.new_nonce(trustee=row, by=None, at=AT)
    proof = trustees.restore_proof(private, nonce)
    ceremony.confirm_restored(trustee=row, proof=proof, by=None, at=AT)
    return private


def motion(title: str = "Adopt the dues") -> prepare.ContestSpec:
    return prepare.ContestSpec(ContestKind.MOTION, both(title), both(f"{title}: text"))


def single(name: str = "Candidate") -> prepare.ContestSpec:
    return prepare.ContestSpec(
        ContestKind.SINGLE, both("President"), office="president", candidates=standing([name])
    )


def slate(names: Sequence[str] = ("A", "B", "C"), seats: int = 2) -> prepare.ContestSpec:
    return prepare.ContestSpec(
        ContestKind.SLATE,
        both("Council"),
        seats=seats,
        office="council_member",
        candidates=standing(names),
    )


def standing(names: Sequence[str]) -> list[prepare.CandidateSpec]:
    return [
        prepare.CandidateSpec(name=both(name), person=make_person(name), note=both("Firm · post"))
        for name in names
    ]


def make_election(
    *contests: prepare.ContestSpec,
    voters: int = 3,
    held: Ceremony | None = None,
    on_roll: Roll | None = None,
    channel: str = Channel.ONLINE,
    in_hall: bool = True,
) -> Election:
    """A box in preparation (ready when on paper)."""
    return prepare.create_election(
        title=both("Dues"),
        slug=f"box-{next(_numbers)}",
        roll=on_roll or make_roll(voters),
        ceremony=held or make_ceremony(),
        contests=contests or [motion()],
        channel=channel,
        in_hall=in_hall,
        least_a_side=5 if channel == Channel.MIXED else None,
        by=None,
        at=AT,
    )


@dataclass
class Box:
    """An electronic box with everything that its people hold."""

    election: Election
    keys: dict[Any, int]
    codes: dict[Any, str] = field(default_factory=dict)

    @property
    def entries(self) -> list[RollEntry]:
        assert self.election.roll
        return list(self.election.roll.entries.filter(entitled=True))

    def refresh(self) -> Election:
        self.election = Election.objects.get(pk=self.election.pk)
        return self.election

    def make_ballot(
        self, entry: RollEntry, choices: Sequence[Sequence[int]]
    ) -> tuple[str, str | None]:
        description = parse(self.election.raw)
        secret, _public = credentials.derive(self.codes[entry.pk], self.election.code)
        return ballot.make_ballot(description, secret, choices)

    def cast(self, entry: RollEntry, choices: Sequence[Sequence[int]]) -> Any:
        raw, supplement = self.make_ballot(entry, choices)
        return casting.cast_ballot(
            election=self.election, entry=entry, raw=raw, supplement=supplement
        )

    def close(self) -> Election:
        closing.close_election(election=self.election, by=None, at=AT + timedelta(hours=1))
        return self.refresh()

    def share_of(self, trustee: Trustee) -> str:
        return tally.partial_decryption(
            parse(self.election.raw), self.election.encrypted_tally, self.keys[trustee.pk]
        )

    def decrypt(self) -> Election:
        assert self.election.ceremony
        for trustee in self.election.ceremony.trustees.all():
            decryption.submit_partial(
                trustee=trustee,
                election=self.election,
                raw=self.share_of(trustee),
                by=None,
                at=AT + timedelta(hours=2),
            )
        return self.refresh()


def make_ready_box(*contests: prepare.ContestSpec, voters: int = 3, **options: Any) -> Box:
    """A box whose keys and codes are made."""
    election = make_election(*contests, voters=voters, **options)
    assert election.ceremony
    box = Box(election, make_keys(election.ceremony))
    make_codes(box)
    box.refresh()
    return box


def listed(box: Box) -> list[str]:
    """The public codes as they are handed in, with the votes of those who have several."""
    made = []
    for entry in box.entries:
        public = credentials.derive(box.codes[entry.pk], box.election.code)[1]
        made.append(public if entry.weight == 1 else f"{public},{entry.weight}")
    return sorted(made)


def make_codes(box: Box) -> None:
    """A code for each voter; and the meeting agrees that they are few."""
    box.codes = {entry.pk: credentials.new_code() for entry in box.entries}
    published.submit_credentials(election=box.election, publics=listed(box), by=None, at=AT)
    opening.consent_to_small_electorate(
        election=box.election, text="The meeting was told and agrees.", by=None, at=AT
    )


def make_open_box(*contests: prepare.ContestSpec, voters: int = 3, **options: Any) -> Box:
    """A box that is open for everyone on its roll."""
    box = make_ready_box(*contests, voters=voters, **options)
    opening.open_election(election=box.election, present=box.entries, by=None, at=AT)
    box.refresh()
    return box


def make_published_box(*contests: prepare.ContestSpec, **options: Any) -> Box:
    """A box in which everyone voted for, counted and published."""
    from elections.domain.publishing import publish_result

    box = make_open_box(*contests, **options)
    questions = parse(box.election.raw).questions
    for entry in box.entries:
        marks = [
            [1 if index == 0 and number % 2 == 0 else 0 for index in range(question.length)]
            for number, question in enumerate(questions)
        ]
        box.cast(entry, marks)
    box.close()
    box.decrypt()
    publish_result(election=box.election, by=None, at=AT + timedelta(hours=3))
    box.refresh()
    return box
