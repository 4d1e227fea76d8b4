"""Who may do what with a ballot box. Boards are public once the box is open."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q

from elections.enums import BEFORE_OPENING
from elections.models import Ceremony, Election, RollEntry
from members.permissions import can_read_register, is_secretariat

# The states before anything of a box is public.
HIDDEN_STATES = frozenset(BEFORE_OPENING)


def is_trustee(user: Any, ceremony: Ceremony | UUID, **_resolved: Any) -> bool:
    if not user.is_authenticated or user.person_id is None:
        return False
    return user.person.trusteeships.filter(ceremony=ceremony).exists()


def is_authority(user: Any, ceremony: Ceremony | UUID, **_resolved: Any) -> bool:
    if not user.is_authenticated or user.person_id is None:
        return False
    return user.person.ceremonies_as_authority.filter(
        pk=ceremony.pk if isinstance(ceremony, Ceremony) else ceremony
    ).exists()


def can_see_keys(user: Any, ceremony: Ceremony | UUID, **_resolved: Any) -> bool:
    """The trustees, and who may read everything; only the trustees do anything there."""
    return is_trustee(user, ceremony) or can_read_register(user)


def can_see_codes(user: Any, ceremony: Ceremony | UUID, **_resolved: Any) -> bool:
    """The credential authority, and who may read everything; only the authority makes codes."""
    return is_authority(user, ceremony) or can_read_register(user)


def may_scan_slips(user: Any, ceremony: Ceremony | UUID, **_resolved: Any) -> bool:
    """The check-in desk, which the secretariat runs, and who made the slips."""
    return is_secretariat(user) or is_authority(user, ceremony)


def is_teller(user: Any, election: Election, **_resolved: Any) -> bool:
    """The tellers named at the opening of a box on paper, or else the scrutineers of the day."""
    if not user.is_authenticated or user.person_id is None:
        return False
    if election.tellers.exists():
        return election.tellers.filter(person=user.person_id).exists()
    return election.ceremony is not None and is_trustee(user, election.ceremony)


def can_see_count(user: Any, election: Election, **_resolved: Any) -> bool:
    return is_teller(user, election) or can_read_register(user)


def elector_entries(user: Any, election: Election) -> list[RollEntry]:
    """The votes that the log-in acts for in the box: mostly one or none. First its own, then those
    whose written authority it holds."""
    if not user.is_authenticated or user.person_id is None or election.roll_id is None:
        return []
    held = election.participations.filter(holder=user.person_id).values("entry")
    entries = RollEntry.objects.filter(
        Q(person=user.person_id) | Q(pk__in=held), roll=election.roll_id, entitled=True
    ).select_related("firm", "person")
    return sorted(entries, key=lambda entry: (entry.person_id != user.person_id, entry.position))


def elector_entry(user: Any, election: Election) -> RollEntry | None:
    """The first of :func:`elector_entries`."""
    return next(iter(elector_entries(user, election)), None)


def can_see_board(user: Any, election: Election, **_resolved: Any) -> bool:
    """Everyone once it is open; before, who prepares it, its officials and its electors."""
    if election.state not in HIDDEN_STATES and election.opened_at is not None:
        return True
    if can_read_register(user) or elector_entries(user, election):
        return True
    if election.ceremony is None:
        return False
    return is_trustee(user, election.ceremony) or is_authority(user, election.ceremony)


def _box(pk: UUID) -> Election | None:
    return Election.objects.filter(pk=pk).select_related("ceremony", "roll").first()


def may_see_board(user: Any, *, pk: UUID, **_resolved: Any) -> bool:
    box = _box(pk)
    return box is not None and can_see_board(user, box)


def may_download(user: Any, *, pk: UUID, **_resolved: Any) -> bool:
    """The archive of an electronic box: from its opening on, for everyone."""
    box = _box(pk)
    return box is not None and bool(box.raw)


def may_enter_booth(user: Any, *, pk: UUID, **_resolved: Any) -> bool:
    """Electors, entitled now or not: the page tells them why when not."""
    box = _box(pk)
    return box is not None and bool(elector_entries(user, box))


def may_count(user: Any, *, pk: UUID, **_resolved: Any) -> bool:
    box = _box(pk)
    return box is not None and box.is_on_paper and is_teller(user, box)


def may_see_count(user: Any, *, pk: UUID, **_resolved: Any) -> bool:
    box = _box(pk)
    return box is not None and box.is_on_paper and can_see_count(user, box)


def may_send_credentials(user: Any, *, pk: UUID, **_resolved: Any) -> bool:
    box = _box(pk)
    return box is not None and box.ceremony is not None and is_authority(user, box.ceremony)


def may_send_share(user: Any, *, pk: UUID, **_resolved: Any) -> bool:
    box = _box(pk)
    return box is not None and box.ceremony is not None and is_trustee(user, box.ceremony)
