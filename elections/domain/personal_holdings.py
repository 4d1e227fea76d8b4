"""What elections keep of persons, and what a person still has to do in one.

How anybody voted is not known here; that somebody voted is not told either.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from elections.enums import ElectionState
from elections.models import (
    Candidate,
    Ceremony,
    Count,
    Election,
    PaperVoter,
    RollEntry,
    Teller,
    Trustee,
)
from members.domain.personal.personal_data import Holding, Row
from members.models import Person

OVER = [ElectionState.COUNTED, ElectionState.PUBLISHED, ElectionState.ANNULLED]
BODY = ("body", gettext_lazy("Body"))
ELECTION = ("election", gettext_lazy("Election"))


def _rolls(person: Person) -> Iterator[Row]:
    entries = RollEntry.objects.filter(person=person).select_related("roll__body", "firm")
    for entry in entries.order_by("roll__record_on", "position"):
        firm = entry.firm.name if entry.firm else None
        yield (entry.roll.body.name, entry.roll.record_on, firm, entry.entitled, entry.reason)


def _candidacies(person: Person) -> Iterator[Row]:
    found = Candidate.objects.filter(person=person).select_related("contest__election")
    for row in found.order_by("contest__election__opened_at", "pk"):
        yield (row.contest.election.title, row.contest.title, row.name, row.note)


def _duties(person: Person) -> Iterator[Row]:
    for trustee in Trustee.objects.filter(person=person).select_related("ceremony"):
        yield (trustee.ceremony.title, _("holds a key"))
    for ceremony in Ceremony.objects.filter(authority=person):
        yield (ceremony.title, _("made the voting codes"))
    for teller in Teller.objects.filter(person=person).select_related("election"):
        yield (teller.election.title, _("counted"))
    for count in Count.objects.filter(teller=person).select_related("contest__election"):
        yield (count.contest.election.title, _("entered a count"))


def _on_paper(person: Person) -> Iterator[Row]:
    for row in PaperVoter.objects.filter(entry__person=person).select_related("ceremony"):
        yield (row.ceremony.title,)


HOLDINGS = (
    Holding(
        "rolls",
        gettext_lazy("Rolls"),
        gettext_lazy("To know who was entitled to vote at a meeting."),
        (
            BODY,
            ("record_on", gettext_lazy("Record date")),
            ("firm", gettext_lazy("Firm")),
            ("entitled", gettext_lazy("Entitled")),
            ("reason", gettext_lazy("Reason")),
        ),
        _rolls,
        gettext_lazy(
            "A frozen roll proves who was entitled and cannot change; it shows the neutral name."
        ),
    ),
    Holding(
        "candidacies",
        gettext_lazy("Candidacies"),
        gettext_lazy("To elect: who stood, for what."),
        (
            ELECTION,
            ("contest", gettext_lazy("Contest")),
            ("name", pgettext_lazy("person", "Name")),
            ("note", gettext_lazy("Unit and post")),
        ),
        _candidacies,
        gettext_lazy(
            "The name stands in the description of the ballot box that everybody can verify; "
            "without it the published result could not be checked."
        ),
    ),
    Holding(
        "votes_on_paper",
        gettext_lazy("Votes on paper"),
        gettext_lazy("To hand out a ballot and to take no second vote electronically."),
        (("day", gettext_lazy("Keys of the day")),),
        _on_paper,
        gettext_lazy("The record of the meeting shows for whom a ballot was handed out."),
    ),
    Holding(
        "election_duties",
        gettext_lazy("Keys held and votes counted"),
        gettext_lazy("To show who held the keys and who counted."),
        (ELECTION, ("duty", gettext_lazy("Duty"))),
        _duties,
        gettext_lazy(
            "The result rests on these acts; the rows show the neutral name, signed papers what "
            "was signed."
        ),
    ),
)


def obstacles(person: Person, _day: date) -> list[str]:
    """Duties in boxes that are not yet counted."""
    unfinished = Election.objects.exclude(state__in=OVER)
    held = unfinished.filter(ceremony__trustees__person=person)
    codes = unfinished.filter(ceremony__authority=person)
    counted = unfinished.filter(tellers__person=person)
    standing = unfinished.filter(contests__candidates__person=person)
    return [
        *(_("stands in “%(box)s”") % {"box": box} for box in standing.distinct()),
        *(_("holds a key of “%(box)s”") % {"box": box} for box in held.distinct()),
        *(_("makes the voting codes of “%(box)s”") % {"box": box} for box in codes.distinct()),
        *(_("counts “%(box)s”") % {"box": box} for box in counted.distinct()),
    ]
