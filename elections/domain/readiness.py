"""What must be there before a box can open, and who must see to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from elections.domain.states import lock_election, move, stream_of
from elections.domain.weights import slips_drawn
from elections.enums import BEFORE_OPENING, ROUNDS, ElectionState, TrusteeState
from elections.models import Ceremony, Election
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
    if not election.is_electronic:
        return []
    if election.ceremony is None:
        what = _("name the trustees and who makes the codes")
        return [Missing("ceremony", _("Secretariat"), what)]
    missing = _missing_keys(election.ceremony)
    if not election.credentials.exists():
        what = _("make the voting codes and send the public halves")
        if election.ceremony.is_by_slip:
            what = _("make the slips, print them and send the public halves")
        missing.append(Missing("codes", str(election.ceremony.authority), what))
    elif election.ceremony.is_by_slip:
        missing += _missing_slips(election, election.ceremony)
    return missing


def _missing_slips(election: Election, ceremony: Ceremony) -> list[Missing]:
    """The list holds exactly the slips that are drawn: one more could be voted with unseen."""
    issued = slips_drawn(ceremony)
    listed = election.credentials.count()
    desk = _("Check-in desk")
    if not issued:
        return [Missing("slips_issue", desk, _("let those present draw their slips"))]
    if listed > issued:
        what = ngettext(
            "scan out %(number)s surplus slip", "scan out %(number)s surplus slips", listed - issued
        )
        return [Missing("slips_surplus", desk, what % {"number": listed - issued})]
    if listed < issued:
        what = ngettext(
            "%(number)s slip is missing on the list: make further ones, or note which came back",
            "%(number)s slips are missing on the list: make further ones, or note which came back",
            issued - listed,
        )
        return [Missing("slips_missing", desk, what % {"number": issued - listed})]
    return []


def _missing_keys(ceremony: Ceremony) -> list[Missing]:
    """The step that each trustee owes, of those who do not wait for others."""
    held = list(ceremony.trustees.select_related("person"))
    steps = {
        TrusteeState.INVITED: ("key", _("make the key and save it")),
        TrusteeState.KEY_MADE: ("restore", _("prove that the saved key can be read back")),
    }
    # Keys that boxes were opened under before there was a rehearsal have shown that they serve.
    in_use = ceremony.elections.filter(opened_at__isnull=False, trustees_raw__gt="").exists()
    if ceremony.threshold is None and not in_use:
        steps[TrusteeState.RESTORED] = ("rehearse", _("rehearse the decryption"))
    elif ceremony.threshold is not None:
        if complaints := [trustee for trustee in held if trustee.complaint_id]:
            what = _("make new keys without %(other)s, or ask both for a new one")
            return [
                Missing("complaint", str(one.person), what % {"other": one.complaint.person})
                for one in complaints
                if one.complaint is not None
            ]
        steps |= {
            TrusteeState.RESTORED: ("deal", _("deal out the parts of the common key")),
            TrusteeState.DEALT: ("agree", _("take up the parts of the common key")),
            TrusteeState.AGREED: ("rehearse", _("rehearse the decryption")),
        }
    behind = min((ROUNDS.index(trustee.state) for trustee in held), default=len(ROUNDS))
    # Up to the reading back each goes their own way; then all go together.
    together = ROUNDS.index(TrusteeState.RESTORED)
    return [
        Missing(steps[state][0], str(trustee.person), steps[state][1])
        for trustee in held
        if (state := TrusteeState(trustee.state)) in steps
        and (ROUNDS.index(state) < together or ROUNDS.index(state) == behind)
    ]


def refresh_all(*, ceremony: Ceremony, by: User | None, at: datetime) -> None:
    """Refresh every box that waits for these keys."""
    before = ceremony.elections.filter(state__in=BEFORE_OPENING)
    for election in before.order_by("pk"):
        refresh_readiness(election=election, by=by, at=at)


@transaction.atomic
def refresh_readiness(*, election: Election, by: User | None, at: datetime) -> Election:
    """Move a box between "in preparation" and "ready" as what it needs comes or goes."""
    row = lock_election(election)
    if row.state not in BEFORE_OPENING:
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
