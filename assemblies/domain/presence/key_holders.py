"""Who holds the keys of a meeting's electronic ballots, and who makes its voting codes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from assemblies.domain.locking import lock_assembly, require_phase, stream_of
from assemblies.domain.presence.appoint import BEFORE_MINUTES
from assemblies.domain.presence.tellers import refuse_candidates_as_key_holders
from assemblies.errors import KeyHoldersFixed
from assemblies.errors.planning import NoConfirmation, TrusteesMissing
from assemblies.errors.remote import RemoteBySlip
from assemblies.models import Assembly, Resolution
from bylaws.enums import Outcome
from elections.domain.ceremony import (
    choose_voters_by,
    create_ceremony,
    have_same_keys,
    replace_trustees,
)
from elections.enums import VotersBy
from elections.models import Ceremony, Election
from members.models import Person, User
from records.domain import log


def may_rename(assembly: Assembly) -> bool:
    """Whether other trustees can still be named: no box was opened under their keys, as one on
    paper is not."""
    held = assembly.ceremony
    if held is None:
        return False
    return not held.elections.filter(opened_at__isnull=False, trustees_raw__gt="").exists()


def confirmed_by(assembly: Assembly) -> Resolution | None:
    """What confirmed those who hold the keys now; None where nothing stands that did. A first
    meeting under the same keys needs nothing of its own."""
    found = assembly.key_holders_by
    if found is not None and found.annulled_at is None:
        return found
    parent, held = assembly.parent, assembly.ceremony
    if parent is None or parent.ceremony is None or held is None:
        return None
    return confirmed_by(parent) if have_same_keys(parent.ceremony, held) else None


@transaction.atomic
def confirm_key_holders(
    *, assembly: Assembly, resolution: Resolution, by: User | None, at: datetime
) -> Assembly:
    """Put on record by which resolution the meeting confirmed the trustees named now; when others
    are named it lapses. Raises TrusteesMissing, NoConfirmation for a resolution of another meeting,
    not passed or annulled, PhaseForbids."""
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, *BEFORE_MINUTES)
    held = assembly.ceremony
    if held is None or held.is_server_alone:
        raise TrusteesMissing
    stands = resolution.outcome == Outcome.PASSED and resolution.annulled_at is None
    if not stands or resolution.motion.item.assembly_id not in (assembly.pk, assembly.parent_id):
        raise NoConfirmation(number=resolution.label)
    if assembly.key_holders_by_id == resolution.pk:
        return assembly
    assembly.key_holders_by = resolution
    assembly.save(update_fields=["key_holders_by"])
    trustees = held.trustees.order_by("position").values_list("person", flat=True)
    payload = {"resolution": str(resolution.pk), "trustees": [str(pk) for pk in trustees]}
    stream = stream_of(assembly)
    log.record(stream=stream, event="key_holders_confirmed", payload=payload, by=by, at=at)
    return assembly


def _lapse(assembly: Assembly) -> None:
    """Others hold the keys now, of every meeting under them: nobody confirmed them."""
    assembly.key_holders_by = None
    Assembly.objects.filter(ceremony=assembly.ceremony).update(key_holders_by=None)


@transaction.atomic
def name_key_holders(
    *,
    assembly: Assembly,
    authority: Person,
    trustees: Sequence[Person],
    by: User | None,
    at: datetime,
    threshold: int | None = None,
    server_alone: bool = False,
    voters_by: str = VotersBy.LETTERS,
) -> Ceremony:
    """Invite the trustees and name the credential authority, for this meeting and the first
    meetings that follow it. Naming the same people again changes nothing.

    With a ``threshold`` so many of the trustees decrypt, otherwise all; with ``server_alone`` there
    are none. ``voters_by`` letter or slip may change until a slip was drawn. Where the meeting does
    not confirm a trustee, others take their place as long as no box was opened; the authority stays
    once a box waits for its codes.

    Raises KeyHoldersFixed for another authority then, VotersFixed, SlipsInHallOnly, RemoteBySlip,
    KeyInUse once a box was opened, KeyHolderStands for a candidate, PhaseForbids, and what the keys
    themselves need (AuthorityIsTrustee, TrusteesTooFew, ThresholdTooLow).
    """
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, *BEFORE_MINUTES)
    if voters_by == VotersBy.SLIPS and assembly.is_hybrid:
        raise RemoteBySlip
    shape: dict[str, Any] = {"threshold": threshold, "server_alone": server_alone}
    held = assembly.ceremony
    if held is not None:
        known = {trustee.person for trustee in held.trustees.select_related("person")}
        same = held.authority == authority and held.threshold == threshold
        if same and known == set(trustees):
            return choose_voters_by(ceremony=held, voters_by=voters_by, by=by, at=at)
        if Election.objects.filter(ceremony=held).exists():
            if held.authority != authority:
                raise KeyHoldersFixed
            refuse_candidates_as_key_holders(assembly, trustees)
            held = replace_trustees(ceremony=held, trustees=trustees, by=by, at=at, **shape)
            _lapse(assembly)
            return choose_voters_by(ceremony=held, voters_by=voters_by, by=by, at=at)
    refuse_candidates_as_key_holders(assembly, [authority, *trustees])
    assembly.ceremony = create_ceremony(
        title=assembly.title,
        authority=authority,
        trustees=trustees,
        voters_by=voters_by,
        by=by,
        at=at,
        **shape,
    )
    assembly.save(update_fields=["ceremony"])
    _lapse(assembly)
    payload = {"ceremony": str(assembly.ceremony.pk)}
    log.record(stream=stream_of(assembly), event="key_holders_named", payload=payload, by=by, at=at)
    return assembly.ceremony
