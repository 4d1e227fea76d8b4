"""The keys of a day: who holds them, that each was proved, and that each restores from its file."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from elections.crypto import dealing, encoding, trustees
from elections.crypto.errors import CryptoError, TrusteeRefused
from elections.domain.key_rounds import (
    begin_again,
    begin_where_ready,
    has_reached,
    printed_name,
    stream_of,
)
from elections.domain.readiness import refresh_all
from elections.enums import ELECTRONIC, TrusteeState, VotersBy
from elections.errors import (
    AuthorityIsTrustee,
    KeyInUse,
    KeyRefused,
    KeyTaken,
    RestoreRefused,
    SlipsInHallOnly,
    ThresholdTooLow,
    TrusteesTooFew,
    VotersFixed,
)
from elections.models import Ceremony, Credential, Election, Trustee
from members.models import Person, User
from records.domain import log
from records.fields import Translated

FEWEST_TRUSTEES = 2
"""A property of the protocol and no rule of the association: with one, whoever holds the server and
that one key reads every ballot."""


@transaction.atomic
def create_ceremony(
    *,
    title: Translated | dict[str, str],
    authority: Person,
    trustees: Sequence[Person],
    by: User | None,
    at: datetime,
    threshold: int | None = None,
    server_alone: bool = False,
    voters_by: str = VotersBy.LETTERS,
) -> Ceremony:
    """Invite the trustees, name the credential authority and say how voters are known.

    With a ``threshold`` so many of the trustees decrypt, otherwise all of them; ``server_alone``
    says that none is wanted and the server may read every vote. The two powers, to know whose code
    is whose and to take part in decrypting, are kept apart. Raises :class:`AuthorityIsTrustee`,
    :class:`TrusteesTooFew`, :class:`ThresholdTooLow`.
    """
    _require_shape(authority, trustees, threshold, server_alone=server_alone)
    ceremony = Ceremony.objects.create(
        title=Translated(title),
        authority=authority,
        threshold=threshold,
        voters_by=VotersBy(voters_by),
    )
    _invite(ceremony, trustees)
    log.record(
        stream=stream_of(ceremony),
        event="ceremony_created",
        payload={
            "authority": authority.pk,
            "voters_by": ceremony.voters_by,
            **_told(trustees, threshold),
        },
        by=by,
        at=at,
    )
    return ceremony


@transaction.atomic
def share_keys(
    *, ceremony: Ceremony, title: Translated | dict[str, str], by: User | None, at: datetime
) -> Ceremony:
    """Another ceremony under the keys that the trustees have made, with voters of its own: slips of
    one electorate say nothing of who sits in the other. All that is taken over is public, and each
    trustee's file decrypts here as there."""
    ceremony = Ceremony.objects.select_for_update().get(pk=ceremony.pk)
    held = list(ceremony.trustees.all())
    shared = Ceremony.objects.create(
        title=Translated(title),
        authority=ceremony.authority,
        threshold=ceremony.threshold,
        voters_by=ceremony.voters_by,
        rehearsal_raw=ceremony.rehearsal_raw,
        rehearsed_at=ceremony.rehearsed_at,
    )
    Trustee.objects.bulk_create(
        Trustee(
            ceremony=shared,
            position=one.position,
            person_id=one.person_id,
            state=one.state,
            message=one.message,
            public_key=one.public_key,
            restored_at=one.restored_at,
            dealing=one.dealing,
            verification=one.verification,
            decryption_key=one.decryption_key,
            rehearsal=one.rehearsal,
        )
        for one in held
    )
    begin_where_ready(shared, at)
    payload = {"of": ceremony.pk, "trustees": [one.person_id for one in held]}
    log.record(stream=stream_of(shared), event="keys_shared", payload=payload, by=by, at=at)
    return shared


def have_same_keys(one: Ceremony, other: Ceremony) -> bool:
    """Whether the same trustees decrypt under both, each with the same key."""
    held = [
        list(each.trustees.order_by("position").values_list("person", "public_key"))
        for each in (one, other)
    ]
    return one.pk == other.pk or (held[0] == held[1] and bool(held[0]))


@transaction.atomic
def replace_trustees(
    *,
    ceremony: Ceremony,
    trustees: Sequence[Person],
    threshold: int | None,
    by: User | None,
    at: datetime,
    server_alone: bool = False,
) -> Ceremony:
    """Name other trustees, as when the meeting does not confirm one: all make their keys anew.

    The voting codes and the boxes in preparation stay. Raises :class:`KeyInUse` once a box was
    opened, and like :func:`create_ceremony`.
    """
    row = Ceremony.objects.select_for_update().get(pk=ceremony.pk)
    _require_shape(row.authority, trustees, threshold, server_alone=server_alone)
    known = [trustee.person for trustee in row.trustees.select_related("person")]
    if known == list(trustees) and row.threshold == threshold:
        return row
    _require_unused(row)
    row.trustees.all().delete()
    row.threshold, row.rehearsal_raw, row.rehearsed_at = threshold, "", None
    row.save()
    _invite(row, trustees)
    payload = _told(trustees, threshold)
    log.record(stream=stream_of(row), event="trustees_replaced", payload=payload, by=by, at=at)
    refresh_all(ceremony=row, by=by, at=at)
    return row


@transaction.atomic
def choose_voters_by(
    *, ceremony: Ceremony, voters_by: str, by: User | None, at: datetime
) -> Ceremony:
    """Let voters be known by letter or by slip from now on; what was made for the other way falls
    away. Raises :class:`VotersFixed` once a slip was drawn or a box opened, and
    :class:`SlipsInHallOnly` where a box is open to voters outside the hall."""
    row = Ceremony.objects.select_for_update().get(pk=ceremony.pk)
    if row.voters_by == voters_by:
        return row
    boxes = row.elections.filter(channel__in=ELECTRONIC)
    if row.slip_issues.exists() or boxes.filter(opened_at__isnull=False).exists():
        raise VotersFixed
    if voters_by == VotersBy.SLIPS and boxes.filter(in_hall=False).exists():
        raise SlipsInHallOnly
    row.voters_by, row.codes_made_at = VotersBy(voters_by), None
    row.save(update_fields=["voters_by", "codes_made_at"])
    row.slips.all().delete()
    row.spare_lists.all().delete()
    Credential.objects.filter(election__in=boxes).delete()
    payload = {"voters_by": row.voters_by}
    log.record(stream=stream_of(row), event="voters_chosen", payload=payload, by=by, at=at)
    refresh_all(ceremony=row, by=by, at=at)
    return row


def more_than_half(trustees: int) -> int:
    """The lowest threshold of so many trustees: two groups apart from each other never both have
    it. A property of the protocol, as FEWEST_TRUSTEES."""
    return trustees // 2 + 1


def _require_shape(
    authority: Person, trustees: Sequence[Person], threshold: int | None, *, server_alone: bool
) -> None:
    number = len(set(trustees))
    if authority in trustees:
        raise AuthorityIsTrustee(person=authority)
    if number < FEWEST_TRUSTEES and not (server_alone and number == 0):
        raise TrusteesTooFew(needed=FEWEST_TRUSTEES)
    needed = more_than_half(number)
    if threshold is not None and not needed <= threshold <= number:
        raise ThresholdTooLow(trustees=number, needed=needed)


def _invite(ceremony: Ceremony, trustees: Sequence[Person]) -> None:
    for position, person in enumerate(trustees, start=1):
        Trustee.objects.create(ceremony=ceremony, position=position, person=person)


def _told(trustees: Sequence[Person], threshold: int | None) -> dict[str, Any]:
    return {"trustees": [person.pk for person in trustees], "threshold": threshold}


def _require_unused(ceremony: Ceremony) -> None:
    """Keys may be shared: a box under another ceremony may wait for the same ones."""
    keys = ceremony.trustees.exclude(public_key="").values("public_key")
    sharing = Ceremony.objects.filter(trustees__public_key__in=keys)
    under = Q(ceremony=ceremony) | Q(ceremony__in=sharing)
    if Election.objects.filter(under, opened_at__isnull=False, trustees_raw__gt="").exists():
        raise KeyInUse


def _lock(trustee: Trustee) -> Trustee:
    # The ceremony's row is locked too, since the state of the others decides what is ready.
    Ceremony.objects.select_for_update().get(pk=trustee.ceremony_id)
    return Trustee.objects.select_for_update().get(pk=trustee.pk)


def _announced(trustee: Trustee, message: str) -> tuple[str, str]:
    """The message to keep, and the public key that it announces."""
    ceremony = trustee.ceremony
    try:
        value = encoding.load(message)
        if ceremony.threshold is not None:
            key = dealing.check_certificate(
                value,
                size=ceremony.trustees.count(),
                threshold=ceremony.threshold,
                index=trustee.position,
            )
            return encoding.dump(value), key
        key = trustees.check_public_message(value)
    except CryptoError as error:
        raise KeyRefused from error
    body = value[1] if isinstance(value, list) else value
    # The name on the public list is the register's, not what a browser sent.
    name = printed_name(trustee.person)
    return encoding.dump({"pok": body["pok"], "public_key": key, "name": name}), key


@transaction.atomic
def submit_key(*, trustee: Trustee, message: str, by: User | None, at: datetime) -> Trustee:
    """Keep a trustee's public key with its proof of knowledge.

    ``message`` is the JSON of a ``Single`` entry of ``trustees.json``, bare or with its kind; with
    a threshold the trustee's certificate. A key may be replaced until a box of the ceremony was
    opened with it; everybody then goes on from the first round, or rehearses anew. Raises
    :class:`KeyRefused`, :class:`KeyTaken`, :class:`KeyInUse`.
    """
    row = _lock(trustee)
    kept, key = _announced(row, message)
    if row.public_key == key:
        return row
    _require_unused(row.ceremony)
    if row.ceremony.trustees.filter(public_key=key).exists():
        raise KeyTaken
    begin_again(row.ceremony)
    row = Trustee.objects.get(pk=row.pk)
    row.message, row.public_key, row.state = kept, key, TrusteeState.KEY_MADE
    row.nonce, row.restored_at = "", None
    row.save()
    log.record(
        stream=stream_of(row.ceremony),
        event="trustee_key_made",
        payload={"trustee": row.pk, "public_key": row.public_key},
        by=by,
        at=at,
    )
    refresh_all(ceremony=row.ceremony, by=by, at=at)
    return row


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
    if not has_reached(row, TrusteeState.RESTORED):
        row.state = TrusteeState.RESTORED
    row.restored_at, row.nonce = at, ""
    row.save()
    begin_where_ready(row.ceremony, at)
    log.record(
        stream=stream_of(row.ceremony),
        event="trustee_key_restored",
        payload={"trustee": row.pk, "public_key": row.public_key},
        by=by,
        at=at,
    )
    refresh_all(ceremony=row.ceremony, by=by, at=at)
    return row
