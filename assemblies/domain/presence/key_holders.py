"""Who holds the keys of a meeting's electronic ballots, and who makes its voting codes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from assemblies.domain.locking import lock_assembly, require_phase, stream_of
from assemblies.domain.presence.appoint import BEFORE_MINUTES
from assemblies.domain.presence.tellers import refuse_candidates_as_key_holders
from assemblies.errors import KeyHoldersFixed
from assemblies.models import Assembly
from elections.domain.ceremony import create_ceremony
from elections.models import Ceremony, Election
from members.models import Person, User
from records.domain import log


@transaction.atomic
def name_key_holders(
    *,
    assembly: Assembly,
    authority: Person,
    trustees: Sequence[Person],
    by: User | None,
    at: datetime,
) -> Ceremony:
    """Invite the trustees and name the credential authority, for this meeting and the first
    meetings that follow it. Naming the same people again changes nothing.

    Raises KeyHoldersFixed once a box waits for their keys, KeyHolderStands for a candidate,
    PhaseForbids, and what the keys themselves need (AuthorityIsTrustee, TrusteesTooFew).
    """
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, *BEFORE_MINUTES)
    held = assembly.ceremony
    if held is not None:
        known = {trustee.person for trustee in held.trustees.select_related("person")}
        if held.authority == authority and known == set(trustees):
            return held
        if Election.objects.filter(ceremony=held).exists():
            raise KeyHoldersFixed
    refuse_candidates_as_key_holders(assembly, [authority, *trustees])
    assembly.ceremony = create_ceremony(
        title=assembly.title, authority=authority, trustees=trustees, by=by, at=at
    )
    assembly.save(update_fields=["ceremony"])
    payload = {"ceremony": str(assembly.ceremony.pk)}
    log.record(stream=stream_of(assembly), event="key_holders_named", payload=payload, by=by, at=at)
    return assembly.ceremony
