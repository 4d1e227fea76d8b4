"""The agenda as one sees it: each item with its way of voting, its figures and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assemblies.enums import ItemKind, ItemState, Method
from assemblies.models import AgendaItem, Assembly, Motion, Resolution
from bylaws.enums import Outcome
from elections.domain.eligibility import is_by_slip
from elections.domain.sides import electronic_places
from elections.domain.slips import ballots_in
from elections.domain.weights import votes_at
from elections.enums import BEFORE_OPENING, ElectionState
from elections.models import Election, Participation

KIND_OF_OUTCOME = {
    Outcome.PASSED: "ok",
    Outcome.FAILED: "bad",
    Outcome.NOT_COMPLIANT: "bad",
    Outcome.NOT_DETERMINABLE: "wait",
}


def outcome_label(outcome: str, *, election: bool) -> str:
    """The verdict in a word."""
    if outcome == Outcome.PASSED:
        return _("elected") if election else _("passed")
    return {
        Outcome.FAILED: pgettext("verdict", "failed"),
        Outcome.NOT_COMPLIANT: _("not compliant"),
        Outcome.NOT_DETERMINABLE: _("not determinable"),
    }[Outcome(outcome)]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the agenda. ``votes`` are for, against, abstain; ``seats`` and ``standing`` are
    those of an election. ``cast`` of ``admitted`` tells how many ballots are in an open box and
    nothing of what they say."""

    item: AgendaItem
    motion: Motion | None
    election: Election | None
    resolution: Resolution | None
    method: str
    votes: tuple[int, int, int] | None
    seats: int
    standing: int
    cast: int
    admitted: int
    chip: str
    chip_kind: str

    @property
    def outstanding(self) -> int:
        """How many ballots are not cast yet."""
        return self.admitted - self.cast


def agenda_rows(assembly: Assembly) -> list[Row]:
    """All items in order; a fixed number of queries whatever their number."""
    items = (
        assembly.items.select_related(
            "motion__election__ceremony", "motion__version__regulation", "motion__schedule"
        )
        .prefetch_related(
            "motion__resolutions",
            "motion__election__contests__candidates",
            "motion__election__participations",
        )
        .order_by("position")
    )
    return [row_of(item) for item in items]


def row_of(item: AgendaItem) -> Row:
    motion = getattr(item, "motion", None)
    election = motion.election if motion else None
    resolution = standing_resolution(motion)
    contests = list(election.contests.all()) if election else []
    participations = (
        [row for row in election.participations.all() if not row.on_paper] if election else []
    )
    cast = votes_cast(election, participations) if election else 0
    admitted = votes_admitted(election, participations) if election else 0
    chip, kind = _chip(item, motion, election, resolution, cast, admitted)
    return Row(
        item=item,
        motion=motion,
        election=election,
        resolution=resolution,
        method=_method(item, motion),
        votes=_votes(motion, resolution),
        seats=sum(c.seats for c in contests) if item.kind == ItemKind.ELECTION else 0,
        standing=sum(len(c.standing) for c in contests) if item.kind == ItemKind.ELECTION else 0,
        cast=cast,
        admitted=admitted,
        chip=chip,
        chip_kind=kind,
    )


def votes_admitted(election: Election, participations: list[Participation]) -> int:
    """How many ballots an electronic box waits for: by slip one for each vote."""
    if is_by_slip(election) and participations:
        return votes_at(electronic_places(election))
    return len(participations)


def votes_cast(election: Election, participations: list[Participation]) -> int:
    """How many votes an electronic box holds; by slip no participation says so."""
    if is_by_slip(election):
        return ballots_in(election)
    return sum(row.cast for row in participations)


def standing_resolution(motion: Motion | None) -> Resolution | None:
    """The resolution of a motion that was not annulled."""
    if motion is None:
        return None
    return next((r for r in motion.resolutions.all() if r.annulled_at is None), None)


def _method(item: AgendaItem, motion: Motion | None) -> str:
    if motion is None:
        return str(ItemKind(item.kind).label)
    return str(Method(motion.method).label)


def _votes(motion: Motion | None, resolution: Resolution | None) -> tuple[int, int, int] | None:
    """As resolved; before that, a show of hands as entered. A ballot's figures are withheld until
    they are published and resolved on."""
    if resolution is not None:
        figures = resolution.figures
        votes = (figures.get("for"), figures.get("against"), figures.get("abstain"))
        return None if None in votes else votes
    if motion is not None and motion.present is not None:
        return (motion.votes_for or 0, motion.votes_against or 0, motion.abstentions or 0)
    return None


def _chip(
    item: AgendaItem,
    motion: Motion | None,
    election: Election | None,
    resolution: Resolution | None,
    cast: int,
    admitted: int,
) -> tuple[str, str]:
    if resolution is not None:
        label = outcome_label(resolution.outcome, election=item.kind == ItemKind.ELECTION)
        text = _("%(outcome)s · resolution %(number)s")
        kind = KIND_OF_OUTCOME[Outcome(resolution.outcome)]
        return text % {"outcome": label, "number": resolution.label}, kind
    if item.state == ItemState.DONE:
        return _("heard"), "ok"
    if election is not None and election.state not in BEFORE_OPENING:
        return _box_chip(election, cast, admitted), "wait"
    if motion is not None and motion.present is not None:
        return _("counted, to be resolved"), "wait"
    if item.state == ItemState.CURRENT:
        return pgettext("item of the agenda", "now"), "wait"
    if election is not None:
        return str(election.get_state_display()), "later"
    return str(ItemState(item.state).label), "later"


def _box_chip(election: Election, cast: int, admitted: int) -> str:
    if election.state == ElectionState.OPEN and election.is_electronic:
        return _("voting %(cast)s / %(admitted)s") % {"cast": cast, "admitted": admitted}
    return str(election.get_state_display())
