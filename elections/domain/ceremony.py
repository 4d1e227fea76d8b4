"""The keys of a day: who holds them, that each was proved, and that each restores from its file."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from elections.crypto import encoding, trustees
from elections.crypto.errors import CryptoError, TrusteeRefused
from elections.domain.readiness import refresh_readiness
from elections.enums import ElectionState, TrusteeState
from elections.errors import (
    AuthorityIsTrustee,
    KeyInUse,
    KeyRefused,
    KeyTaken,
    RestoreRefused,
    TrusteesTooFew,
)
from elections.models import Ceremony, Trustee
from members.models import Person, User
from records.domain import log
from records.fields import Translated

FEWEST_TRUSTEES = 2
"""A property of the protocol and no rule of the association: with one, whoever holds the server and
that one key reads every ballot."""


def stream_of(ceremony: Ceremony) -> str:
    return f"ceremony:{ceremony.pk}"


@transaction.atomic
def create_ceremony(
    *,
    title: Translated | dict[str, str],
    authority: Person,
    trustees: Sequence[Person],
    by: User | None,
    at: datetime,
) -> Ceremony:
    """Invite the trustees and name the credential authority.

    The two powers, to know whose code is whose and to take part in decrypting, are kept apart.
    Raises :class:`AuthorityIsTrustee`, :class:`TrusteesTooFew`.
    """
    if authority in trustees:
        raise AuthorityIsTrustee(person=authority)
    if len(set(trustees)) < FEWEST_TRUSTEES:
        raise TrusteesTooFew(needed=FEWEST_TRUSTEES)
    ceremony = Ceremony.objects.create(title=Translated(title), authority=authority)
    for position, person in enumerate(trustees, start=1):
        Trustee.objects.create(ceremony=ceremony, position=position, person=person)
    log.record(
        stream=stream_of(ceremony),
        event="ceremony_created",
        payload={"authority": authority.pk, "trustees": [person.pk for person in trustees]},
        by=by,
        at=at,
    )
    return ceremony


def _lock(trustee: Trustee) -> Trustee:
    # The ceremony's row is locked too, since the state of the others decides what is ready.
    Ceremony.objects.select_for_update().get(pk=trustee.ceremony_id)
    return Trustee.objects.select_for_update().get(pk=trustee.pk)


def _body_of(message: str) -> dict[str, Any]:
    try:
        value = encoding.load(message)
        trustees.check_public_message(value)
    except CryptoError as error:
        raise KeyRefused from error
    return dict(value[1] if isinstance(value, list) else value)


@transaction.atomic
def submit_key(*, trustee: Trustee, message: str, by: User | None, at: datetime) -> Trustee:
    """Keep a trustee's public key with its proof of knowledge.

    ``message`` is the JSON of a ``Single`` entry of ``trustees.json``, bare or with its kind. A key
    may be replaced until a box of the ceremony was opened with it. Raises :class:`KeyRefused`,
    :class:`KeyTaken`, :class:`KeyInUse`.
    """
    body = _body_of(message)
    row = _lock(trustee)
    # The name on the public list is the register's, not what a browser sent.
    body = {"pok": body["pok"], "public_key": body["public_key"], "name": _name(row.person)}
    if row.public_key == body["public_key"]:
        return row
    if row.ceremony.elections.filter(opened_at__isnull=False, trustees_raw__gt="").exists():
        raise KeyInUse
    if row.ceremony.trustees.filter(public_key=body["public_key"]).exists():
        raise KeyTaken
    row.message = encoding.dump(body)
    row.public_key, row.state = body["public_key"], TrusteeState.KEY_MADE
    row.nonce, row.restored_at = "", None
    row.save()
    log.record(
        stream=stream_of(row.ceremony),
        event="trustee_key_made",
        payload={"trustee": row.pk, "public_key": row.public_key},
        by=by,
        at=at,
    )
    _refresh(row.ceremony, by, at)
    return row


def _name(person: Person) -> str:
    return " ".join(dict.fromkeys(part for part in (person.name.zh, person.name.en) if part))


@transaction.atomic
def new_nonce(*, trustee: Trustee, by: User | None, at: datetime) -> str:
    """A fresh number to prove the restored key over; an older one no longer serves."""
    row = _lock(trustee)
    if row.state == TrusteeState.INVITED:
        raise RestoreRefused
    row.nonce = secrets.token_hex(16)
    row.save(update_fields=["nonce"])
    return row.nonce


@transaction.atomic
def confirm_restored(
    *, trustee: Trustee, proof: dict[str, Any], by: User | None, at: datetime
) -> Trustee:
    """Note that the saved key was read back: ``proof`` is one of knowledge over the last nonce.

    Raises :class:`RestoreRefused`. A nonce serves once.
    """
    row = _lock(trustee)
    if not row.nonce:
        raise RestoreRefused
    try:
        trustees.check_restore_proof(row.public_key, row.nonce, proof)
    except TrusteeRefused:
        raise RestoreRefused from None
    row.state, row.restored_at, row.nonce = TrusteeState.RESTORED, at, ""
    row.save()
    log.record(
        stream=stream_of(row.ceremony),
        event="trustee_key_restored",
        payload={"trustee": row.pk, "public_key": row.public_key},
        by=by,
        at=at,
    )
    _refresh(row.ceremony, by, at)
    return row


def _refresh(ceremony: Ceremony, by: User | None, at: datetime) -> None:
    before = ceremony.elections.filter(state__in=[ElectionState.DRAFT, ElectionState.READY])
    for election in before.order_by("pk"):
        refresh_readiness(election=election, by=by, at=at)
