"""Take over the public halves of the voting codes; the codes themselves never come here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from elections.crypto.credentials import credentials_json
from elections.crypto.encoding import sha256_base64
from elections.crypto.errors import CryptoError
from elections.crypto.group import ED25519
from elections.domain.eligibility import is_by_slip
from elections.domain.readiness import refresh_readiness
from elections.domain.states import lock_with_ceremony, require_state, stream_of
from elections.domain.weights import kinds_of, weights_listed
from elections.enums import BEFORE_OPENING
from elections.errors import (
    ChannelMismatch,
    CredentialInvalid,
    CredentialsMismatch,
    WeightsMismatch,
)
from elections.models import Credential, Election
from members.models import User
from records.domain import log

LONGEST = 12
"""Digits of a weight: what every reader of the archive takes."""


@transaction.atomic
def submit_credentials(
    *, election: Election, publics: Sequence[str], by: User | None, at: datetime
) -> Election:
    """Publish one public credential for each entitled entry of the roll, whose is not told; by
    slip, one for each slip that is not out.

    An entry of more than one vote has them behind a comma (``<public>,<votes>``), as Belenios lists
    weights. A list sent again replaces the former until the box opens; the same list changes
    nothing. Raises :class:`CredentialsMismatch`, :class:`WeightsMismatch`,
    :class:`CredentialInvalid`.
    """
    weights = _read(publics)
    row = lock_with_ceremony(election)
    require_state(row, *BEFORE_OPENING)
    if not row.is_electronic:
        raise ChannelMismatch(channel=row.get_channel_display())
    needed = _needed(row)
    if len(publics) != needed.total():
        raise CredentialsMismatch(given=len(publics), needed=needed.total())
    if Counter(weights.values()) != needed:
        raise WeightsMismatch(given=_told(Counter(weights.values())), needed=_told(needed))
    if weights_listed(row) == weights:
        return row
    row.credentials.all().delete()
    # In the order of their values: the order of the rows then tells nothing of the letters.
    Credential.objects.bulk_create(
        Credential(election=row, public=public, weight=weight)
        for public, weight in sorted(weights.items())
    )
    if row.ceremony is not None:
        row.ceremony.codes_made_at = at
        row.ceremony.save(update_fields=["codes_made_at"])
    log.record(
        stream=stream_of(row),
        event="credentials_published",
        payload={"number": needed.total(), "digest": credentials_fingerprint(row)},
        by=by,
        at=at,
    )
    return refresh_readiness(election=row, by=by, at=at)


def _needed(row: Election) -> Counter[int]:
    """How many codes of how many votes."""
    if row.ceremony is not None and is_by_slip(row):
        return +Counter({1: row.ceremony.slips.filter(out="").count()})
    return kinds_of(row.roll.entries.filter(entitled=True)) if row.roll else Counter()


def _read(publics: Sequence[str]) -> dict[str, int]:
    parted = [entry.partition(",") for entry in publics]
    check_publics([public for public, _comma, _weight in parted])
    if any(comma and not _is_weight(weight) for _public, comma, weight in parted):
        raise CredentialInvalid
    return {public: int(weight) if comma else 1 for public, comma, weight in parted}


def _is_weight(told: str) -> bool:
    return told.isascii() and told.isdecimal() and len(told) <= LONGEST and told[0] != "0"


def _told(kinds: Mapping[int, int]) -> str:
    """3 × 1, 2 × 5: codes and the votes of each."""
    return ", ".join(f"{number} × {weight}" for weight, number in sorted(kinds.items()))


def check_publics(publics: Sequence[str]) -> None:
    """Every one an element of prime order, none the identity (anyone could sign for it)."""
    if len(set(publics)) != len(publics):
        raise CredentialInvalid
    try:
        for public in publics:
            if ED25519.decode(public) == ED25519.identity:
                raise CredentialInvalid
    except CryptoError:
        raise CredentialInvalid from None


def credentials_raw(election: Election) -> str:
    """The list as it stands in the archive: with the votes of each where they are not all one."""
    listed = weights_listed(election)
    if all(weight == 1 for weight in listed.values()):
        return credentials_json(list(listed))
    return credentials_json([f"{public},{weight}" for public, weight in listed.items()])


def credentials_fingerprint(election: Election) -> str:
    """Printed and shown, because the election's fingerprint does not cover the list."""
    return sha256_base64(credentials_raw(election))
