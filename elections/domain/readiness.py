"""What must be there before a box can open, and who must see to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from elections.domain.states import lock_election, move, stream_of
from elections.enums import Channel, ElectionState, TrusteeState
from elections.models import Election
from members.models import User
from records.domain import log


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to do: ``who`` must do ``what``; ``code`` is stable."""

    code: str
    who: str
    what: str

    def __str__(self) -> str:
        return _("%(who)s: %(what)s") % {"who": self.who, "what": self.what}


def missing_before_opening(election: Election) -> list[Missing]:
    """Everything that still keeps the box from opening, in the order in which it is done."""
    if election.roll is None:
        return [Missing("roll", _("Secretariat"), _("freeze the roll of those who vote here"))]
    if election.channel == Channel.PAPER:
        return []
    if election.ceremony is None:
        what = _("name the trustees and who makes the codes")
        return [Missing("ceremony", _("Secretariat"), what)]
    missing = []
    for trustee in election.ceremony.trustees.select_related("person"):
        if trustee.state == TrusteeState.INVITED:
            missing.append(Missing("key", str(trustee.person), _("make the key and save it")))
        elif trustee.state == TrusteeState.KEY_MADE:
            what = _("prove that the saved key can be read back")
            missing.append(Missing("restore", str(trustee.person), what))
    if not election.credentials.exists():
        what = _("make the voting codes and send the public halves")
        missing.append(Missing("codes", str(election.ceremony.authority), what))
    return missing


@transaction.atomic
def refresh_readiness(*, election: Election, by: User | None, at: datetime) -> Election:
    """Move a box between "in preparation" and "ready" as what it needs comes or goes."""
    row = lock_election(election)
    if row.state not in (ElectionState.DRAFT, ElectionState.READY):
        return row
    missing = missing_before_opening(row)
    wanted = ElectionState.DRAFT if missing else ElectionState.READY
    if row.state == wanted:
        return row
    move(row, wanted)
    row.save(update_fields=["state"])
    log.record(
        stream=stream_of(row),
        event="election_ready" if wanted == ElectionState.READY else "election_unready",
        payload={"missing": [item.code for item in missing]},
        by=by,
        at=at,
    )
    return row
