"""Holders of authorities who are not on the roll themselves, where the rules let anybody hold one.

They have no vote of their own and no place at the desk: they come and go with the entry for which
they vote.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from assemblies.domain.locking import lock_assembly, require_phase
from assemblies.domain.presence import represented
from assemblies.domain.presence.check_in import DESK_OPEN
from assemblies.domain.presence.remote import refuse_remote
from assemblies.enums import ProxyState
from assemblies.errors.roll import NoOutsideHolder
from assemblies.models import Assembly, Attendance, Proxy
from elections.models import RollEntry
from members.models import User


@transaction.atomic
def holder_in(
    *,
    assembly: Assembly,
    entry: RollEntry,
    by: User | None,
    at: datetime,
    remote: bool = False,
) -> list[Attendance]:
    """Whoever holds the authority of ``entry`` came, or takes part remotely: everyone for whom they
    vote is represented from now on. In already, nothing changes. Raises NoOutsideHolder,
    PhaseForbids, and remotely RemoteNotForeseen, RemoteNotAllowed, RemoteBySlip, RemoteOnPaper."""
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, *DESK_OPEN)
    holder = _given(assembly, entry).holder
    if remote:
        refuse_remote(assembly, represented.principals_of(assembly, holder))
    stay = represented.stay_of(assembly, holder)
    if stay is not None and stay.remote != remote:
        represented.leave_for(assembly, holder, by=by, at=at)
    return represented.come_with_holder(assembly, holder, remote=remote, by=by, at=at)


@transaction.atomic
def holder_out(
    *, assembly: Assembly, entry: RollEntry, by: User | None, at: datetime
) -> list[Attendance]:
    """They left, and nobody for whom they vote is represented until they are back. Raises
    NoOutsideHolder, PhaseForbids."""
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, *DESK_OPEN)
    return represented.leave_for(assembly, _given(assembly, entry).holder, by=by, at=at)


def _given(assembly: Assembly, entry: RollEntry) -> Proxy:
    lodged = assembly.proxies.filter(
        principal=entry, state=ProxyState.LODGED, holder_entry__isnull=True
    )
    found = lodged.select_related("holder").first()
    if found is None:
        raise NoOutsideHolder(principal=str(entry))
    return found
