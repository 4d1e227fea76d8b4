"""The form of the paper count."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from elections.domain.paper import PaperFigures
from elections.domain.results import LineFigures
from elections.enums import LISTS, VoidReason
from elections.models import Candidate, Contest, EligiblePerson

MOST = 100_000


def _number(label: Any, *, required: bool = True) -> forms.IntegerField:
    # Named for who hears the page: on the screen the table's head tells which column it is.
    attributes = {"inputmode": "numeric", "autocomplete": "off", "aria-label": label}
    widget = forms.NumberInput(attrs=attributes)
    return forms.IntegerField(
        label=label, min_value=0, max_value=MOST, widget=widget, required=required
    )


class CountForm(forms.Form):
    """One teller's count of one contest: nothing is filled in before, so that it is counted."""

    returned = _number(_("ballots returned"))
    valid = _number(_("valid ballots"))
    invalid = _number(_("invalid ballots"))

    def __init__(self, data: Any = None, *, contest: Contest) -> None:
        super().__init__(data, prefix=f"c{contest.position}")
        self.contest = contest
        self.candidates = contest.standing
        self.columns = [("for", _("for"))]
        if contest.has_against:
            self.columns += [("against", _("against")), ("abstain", _("abstain"))]
        if contest.kind in LISTS:
            self.columns.append(("partly", _("partly invalid")))
        for reason in VoidReason:
            self.fields[f"void-{reason}"] = _number(reason.label, required=False)
        if contest.blank_vote:
            self.fields["blank"] = _number(_("blank, of the valid"))
        self.people = list(contest.eligible.all())
        for one in self.people:
            self.fields[f"written-{one.position}"] = _number(f"{one}", required=False)
        for candidate in self.candidates:
            for key, label in self.columns:
                self.fields[f"{key}-{candidate.position}"] = _number(f"{candidate} · {label}")

    def rows(self) -> list[tuple[Candidate, list[tuple[Any, forms.BoundField]]]]:
        """Candidates with the label and field of each column."""
        return [
            (
                candidate,
                [(label, self[f"{key}-{candidate.position}"]) for key, label in self.columns],
            )
            for candidate in self.candidates
        ]

    def others(self) -> list[tuple[EligiblePerson, forms.BoundField]]:
        """Who can be written in, each with the field of their votes."""
        return [(one, self[f"written-{one.position}"]) for one in self.people]

    def reasons(self) -> list[forms.BoundField]:
        """How many papers are invalid for which reason; left empty, none is."""
        return [self[f"void-{reason}"] for reason in VoidReason]

    def figures(self) -> PaperFigures:
        data = self.cleaned_data
        given = {reason.value: data[f"void-{reason}"] for reason in VoidReason}
        return PaperFigures(
            data["returned"],
            data["valid"],
            data["invalid"],
            data.get("blank", 0),
            {reason: number for reason, number in given.items() if number},
        )

    def written(self) -> dict[int, int]:
        """Votes for who was written in, by place; who is left empty got none."""
        found = {one.position: self.cleaned_data[f"written-{one.position}"] for one in self.people}
        return {place: votes for place, votes in found.items() if votes}

    def lines(self) -> list[LineFigures]:
        return [self._line(candidate) for candidate in self.candidates]

    def _line(self, candidate: Candidate) -> LineFigures:
        data, place = self.cleaned_data, candidate.position
        votes, partly = data[f"for-{place}"], data.get(f"partly-{place}", 0)
        if self.contest.has_against:
            against, abstain = data[f"against-{place}"], data[f"abstain-{place}"]
        else:
            # Whoever did not mark the name gave it no vote: nothing that is tallied apart.
            against, abstain = 0, max(0, data["valid"] - votes - partly)
        return LineFigures(candidate, votes, against, abstain, partly)
