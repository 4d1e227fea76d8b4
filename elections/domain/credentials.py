"""Take over the public halves of the voting codes; the codes themselves never come here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from elections.crypto.credentials import credentials_json
from elections.crypto.encoding import sha256_base64
from elections.crypto.errors import CryptoError
from elections.crypto.group import ED25519
from elections.domain.eligibility import is_by_slip
from elections.domain.readiness import refresh_readiness
from elections.domain.states import lock_with_ceremony, require_state, stream_of
from elections.enums import BEFORE_OPENING
from elections.errors import ChannelMismatch, CredentialInvalid, CredentialsMismatch
from elections.models import Credential, Election
from members.models import User
from records.domain import log


@transaction.atomic
def submit_credentials(
    *, election: Election, publics: Sequence[str], by: User | None, at: datetime
) -> Election:
    """Publish one public credential for each entitled entry of the roll, whose is not told; by
    slip, one for each slip that is not out.

    A list sent again replaces the former until the box opens; the same list changes nothing. Raises
    :class:`CredentialsMismatch`, :class:`CredentialInvalid`.
    """
    check_publics(publics)
    row = lock_with_ceremony(election)
    require_state(row, *BEFORE_OPENING)
    if not row.is_electronic:
        raise ChannelMismatch(channel=row.get_channel_display())
    needed = _needed(row)
    if len(publics) != needed:
        raise CredentialsMismatch(given=len(publics), needed=needed)
    if list(row.credentials.values_list("public", flat=True)) == sorted(publics):
        return row
    row.credentials.all().delete()
    # In the order of their values: the order of the rows then tells nothing of the letters.
    Credential.objects.bulk_create(
        Credential(election=row, public=public) for public in sorted(publics)
    )
    if row.ceremony is not None:
        row.ceremony.codes_made_at = at
        row.ceremony.save(update_fields=["codes_made_at"])
    log.record(
        stream=stream_of(row),
        event="credentials_published",
        payload={"number": needed, "digest": credentials_fingerprint(row)},
        by=by,
        at=at,
    )
    return refresh_readiness(election=row, by=by, at=at)


def _needed(row: Election) -> int:
    if row.ceremony is not None and is_by_slip(row):
        return row.ceremony.slips.filter(out="").count()
    return row.roll.entries.filter(entitled=True).count() if row.roll else 0


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
    """The list as it stands in the archive."""
    return credentials_json(list(election.credentials.values_list("public", flat=True)))


def credentials_fingerprint(election: Election) -> str:
    """Printed and shown, because the election's fingerprint does not cover the list."""
    return sha256_base64(credentials_raw(election))
