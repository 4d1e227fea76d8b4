"""Cast by slip: a code that nobody knows the drawer of, without a log-in.

Whoever printed the codes could cast a second ballot with one of them. So the first ballot of a slip
is final: the description demands it (``#final``), and every verifier of ours refuses a second.
"""

from __future__ import annotations

from elections import errors
from elections.crypto.ballot import CheckedBallot
from elections.domain import intake
from elections.domain.casting import known_ballot, put_in, remember_ciphertexts
from elections.domain.eligibility import is_by_slip, obstacle_of_box
from elections.models import Ballot, Election, ReceivedBallot


def cast_by_slip(
    *, election: Election, raw: str, supplement: str | None
) -> Ballot | ReceivedBallot:
    """Take the ballot of a slip, checked at once or received to be checked, as suits the box.

    The same ballot sent again is the same. Raises :class:`elections.errors.BallotFinal` for another
    one, :class:`elections.errors.SlipVoid`, :class:`elections.errors.SlipNotListed` and the other
    subclasses of :class:`elections.errors.BallotRefused`; then nothing has changed.
    """
    fresh = Election.objects.select_related("ceremony").get(pk=election.pk)
    if not is_by_slip(fresh):
        raise errors.NotBySlip
    if obstacle := obstacle_of_box(fresh):
        raise obstacle
    taken = put_in if intake.checks_at_once(fresh) else intake.keep
    try:
        return taken(fresh, raw, supplement, enter_by_slip)
    except errors.CredentialUnknown as error:
        raise errors.SlipNotListed from error


def enter_by_slip(row: Election, checked: CheckedBallot) -> Ballot | ReceivedBallot | None:
    """The door of a slip: listed (as was checked), not taken back, and not used before."""
    if obstacle := obstacle_of_box(row):
        raise obstacle
    if known := known_ballot(row, checked):
        return known
    own = {"credential": checked.credential}
    if row.ballots.filter(**own).exists() or row.received.filter(refusal="", **own).exists():
        raise errors.BallotFinal
    if row.credentials.filter(public=checked.credential, is_void=True).exists():
        raise errors.SlipVoid
    remember_ciphertexts(row, checked)
    return None


def ballots_in(election: Election) -> int:
    """How many votes are in a box by slip, those that are being checked included."""
    return election.ballots.count() + intake.waiting(election).count()
