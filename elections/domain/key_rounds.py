"""The rounds in which threshold trustees agree upon their keys, and the rehearsal before the vote.

A trustee's browser computes each message from the key that they saved; here it is checked against
what all others have handed in. A new key of anybody takes everybody back to the first round. Where
all trustees are needed there is nothing to agree upon: once every key was read back they rehearse.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from elections.crypto import dealing, encoding, tally, trustees
from elections.crypto.election import Question, make_election, new_uuid, parse
from elections.crypto.errors import CryptoError, ResultUndecided
from elections.crypto.group import ED25519
from elections.domain.readiness import refresh_all
from elections.enums import ROUNDS, TrusteeState
from elections.errors import RehearsalFailed, RehearsalRefused, RoundRefused, RoundTooEarly
from elections.models import Ceremony, Trustee
from members.models import Person, User
from records.domain import log

Json = dict[str, Any]
QUESTION = Question("Rehearsal", ("1", "2"), 0, 2)
"""Any question will do: its sums are known to everybody, and are 1."""


def stream_of(ceremony: Ceremony) -> str:
    return f"ceremony:{ceremony.pk}"


def printed_name(person: Person) -> str:
    """As it stands on public lists: both names, each once."""
    return " ".join(dict.fromkeys(part for part in (person.name.zh, person.name.en) if part))


def setup_of(held: Sequence[Trustee], threshold: int) -> dealing.Setup:
    return dealing.Setup(threshold, [json.loads(trustee.message) for trustee in held])


def rounds_of(ceremony: Ceremony) -> Json:
    """What a trustee's browser needs for its next step; none of it is secret."""
    held = list(ceremony.trustees.select_related("person", "complaint__person"))
    dealt = ceremony.threshold is not None and _reached(held, TrusteeState.DEALT)
    return {
        "threshold": ceremony.threshold,
        "order": ROUNDS,
        "states": [trustee.state for trustee in held],
        "labels": [str(trustee.get_state_display()) for trustee in held],
        "names": [str(trustee.person) for trustee in held],
        "keys": [trustee.public_key for trustee in held],
        "complaints": [
            {"by": str(trustee.person), "against": str(trustee.complaint.person)}
            for trustee in held
            if trustee.complaint
        ],
        "certs": (
            [json.loads(trustee.message) for trustee in held]
            if ceremony.threshold is not None and _reached(held, TrusteeState.RESTORED)
            else None
        ),
        "dealings": [json.loads(trustee.dealing) for trustee in held] if dealt else None,
        "rehearsal": ceremony.rehearsal_raw or None,
    }


def _reached(held: Sequence[Trustee], state: str) -> bool:
    return all(has_reached(trustee, state) for trustee in held)


def has_reached(trustee: Trustee, state: str) -> bool:
    return ROUNDS.index(trustee.state) >= ROUNDS.index(state)


@transaction.atomic
def submit_dealing(*, trustee: Trustee, message: Json, by: User | None, at: datetime) -> Trustee:
    """Keep what a trustee dealt to the others, once all keys are read back.

    Raises RoundTooEarly, RoundRefused. Handed in again it changes nothing: others may have taken up
    the first.
    """
    row, held = _locked(trustee, after=TrusteeState.RESTORED)
    if has_reached(row, TrusteeState.DEALT):
        return row
    try:
        dealing.check_dealing(_setup(row, held), row.position, message)
    except CryptoError as error:
        raise RoundRefused from error
    row.dealing, row.state = encoding.dump(message), TrusteeState.DEALT
    return _kept(row, "trustee_dealt", by, at)


@transaction.atomic
def submit_verification(
    *, trustee: Trustee, message: Json, by: User | None, at: datetime
) -> Trustee:
    """Keep the public half of what was dealt to a trustee; with the last one the rehearsal begins.

    Raises RoundTooEarly, RoundRefused.
    """
    row, held = _locked(trustee, after=TrusteeState.DEALT)
    if has_reached(row, TrusteeState.AGREED):
        return row
    dealings = [json.loads(other.dealing) for other in held]
    try:
        key = dealing.check_verification_key(_setup(row, held), row.position, dealings, message)
    except CryptoError as error:
        raise RoundRefused from error
    # The name on the public list is the register's, not what a browser sent.
    body = {part: message[part] for part in ("pok", "public_key", "signature")}
    row.verification = encoding.dump({**body, "name": printed_name(row.person)})
    row.decryption_key, row.state = key, TrusteeState.AGREED
    _kept(row, "trustee_key_agreed", by, at, decryption_key=key)
    if _reached(_trustees(row.ceremony), TrusteeState.AGREED):
        _begin_rehearsal(row.ceremony, at)
    return row


@transaction.atomic
def complain(*, trustee: Trustee, dealer: int, by: User | None, at: datetime) -> Trustee:
    """Note that what the trustee with this number dealt does not fit, as the receiver found.

    Nobody else can tell which of the two is at fault; the keys are made again without one of them,
    or by both anew. Raises RoundTooEarly, RoundRefused.
    """
    row, held = _locked(trustee, after=TrusteeState.DEALT)
    if has_reached(row, TrusteeState.AGREED) or not 1 <= dealer <= len(held):
        raise RoundRefused
    row.complaint = held[dealer - 1]
    return _kept(row, "trustee_complained", by, at, dealer=held[dealer - 1].pk)


@transaction.atomic
def submit_rehearsal(*, trustee: Trustee, raw: str, by: User | None, at: datetime) -> Trustee:
    """Keep a trustee's share of the test; with the last one every subset that will do decrypts it.

    Raises RoundTooEarly, RehearsalRefused, and RehearsalFailed, which names whose share is at
    fault; then this one is not kept.
    """
    row, held = _locked(trustee, after=None)
    if has_reached(row, TrusteeState.REHEARSED):
        return row
    description = parse(row.ceremony.rehearsal_raw)
    encrypted = tally.rehearsal_tally(description)
    try:
        tally.check_partial_decryption(description, encrypted, key_that_decrypts(row), raw)
    except CryptoError as error:
        raise RehearsalRefused(trustee=str(row.person)) from error
    shares = {other.position: other.rehearsal for other in held} | {row.position: raw}
    complete = all(shares.values())
    if complete:
        _require_every_subset(row.ceremony, held, shares)
        row.ceremony.rehearsed_at = at
        row.ceremony.save(update_fields=["rehearsed_at"])
    row.rehearsal, row.state = raw, TrusteeState.REHEARSED
    return _kept(row, "trustee_rehearsed", by, at, complete=complete)


def key_that_decrypts(trustee: Trustee) -> str:
    """The public half of what a trustee decrypts with: dealt by all, or where all are needed their
    own."""
    return trustee.decryption_key or trustee.public_key


def entries_of(ceremony: Ceremony) -> list[list[Any]]:
    """What ``trustees.json`` has of the trustees: one entry for all where some of them will do,
    and only once all have agreed; else one for each."""
    held = list(ceremony.trustees.all())
    if ceremony.threshold is None:
        return [["Single", json.loads(trustee.message)] for trustee in held]
    return [
        dealing.entry(
            setup_of(held, ceremony.threshold),
            [json.loads(trustee.dealing) for trustee in held],
            [json.loads(trustee.verification) for trustee in held],
        )
    ]


def begin_where_ready(ceremony: Ceremony, at: datetime) -> None:
    """Where all trustees are needed, let the rehearsal begin once each key was read back. To be
    called under the ceremony's lock."""
    if ceremony.threshold is not None or ceremony.rehearsal_raw:
        return
    if _reached(_trustees(ceremony), TrusteeState.RESTORED):
        _begin_rehearsal(ceremony, at)


def begin_again(ceremony: Ceremony) -> None:
    """Take back what rests on a key that has gone: all but the keys and that they were read back.

    To be called under the ceremony's lock.
    """
    after = [state for state in ROUNDS if ROUNDS.index(state) > ROUNDS.index("restored")]
    ceremony.trustees.filter(state__in=after).update(state=TrusteeState.RESTORED)
    ceremony.trustees.update(
        dealing="", verification="", decryption_key="", rehearsal="", complaint=None
    )
    ceremony.rehearsal_raw, ceremony.rehearsed_at = "", None
    ceremony.save(update_fields=["rehearsal_raw", "rehearsed_at"])


def _trustees(ceremony: Ceremony) -> list[Trustee]:
    return list(ceremony.trustees.select_related("person"))


def _setup(row: Trustee, held: Sequence[Trustee]) -> dealing.Setup:
    assert row.ceremony.threshold is not None  # ``_locked`` asked for it
    return setup_of(held, row.ceremony.threshold)


def _locked(trustee: Trustee, *, after: str | None) -> tuple[Trustee, list[Trustee]]:
    """The row and all of its ceremony, locked, once everybody is through the step before: a round
    of threshold trustees, or what comes before the rehearsal (None)."""
    ceremony = Ceremony.objects.select_for_update().get(pk=trustee.ceremony_id)
    if after is None:
        alone = ceremony.threshold is None
        after = TrusteeState.RESTORED if alone else TrusteeState.AGREED
    elif ceremony.threshold is None:
        raise RoundRefused
    held = _trustees(ceremony)
    waiting = [str(other.person) for other in held if not has_reached(other, after)]
    if waiting:
        raise RoundTooEarly(waiting=", ".join(waiting))
    row = next(other for other in held if other.pk == trustee.pk)
    row.ceremony = ceremony
    return row, held


def _kept(row: Trustee, event: str, by: User | None, at: datetime, **more: Any) -> Trustee:
    row.save()
    payload = {"trustee": row.pk, **more}
    log.record(stream=stream_of(row.ceremony), event=event, payload=payload, by=by, at=at)
    refresh_all(ceremony=row.ceremony, by=by, at=at)
    return row


def _begin_rehearsal(ceremony: Ceremony, at: datetime) -> None:
    """A description of its own, under the trustees' key alone: the server's is new in each box."""
    listed = encoding.dump(entries_of(ceremony))
    part = trustees.parse_trustees(listed, ED25519).public_key
    ceremony.rehearsal_raw = make_election(
        uuid=new_uuid(),
        name="Rehearsal",
        description=f"{ceremony.title} · {at.isoformat()}",
        questions=[QUESTION],
        public_key=ED25519.encode(part),
    )
    ceremony.save(update_fields=["rehearsal_raw"])


def _require_every_subset(
    ceremony: Ceremony, held: Sequence[Trustee], shares: dict[int, str]
) -> None:
    description = parse(ceremony.rehearsal_raw)
    parsed = trustees.parse_trustees(encoding.dump(entries_of(ceremony)), description.group)
    encrypted = tally.rehearsal_tally(description)
    try:
        failed = tally.failing_subsets(description, parsed, encrypted, shares, 1)
    except ResultUndecided as error:  # a proof that does not hold was refused as it came
        raise RoundRefused from error
    if failed:
        at_fault = set.intersection(*map(set, failed)) or set().union(*failed)
        names = [str(trustee.person) for trustee in held if trustee.position in at_fault]
        raise RehearsalFailed(odd=", ".join(names))
