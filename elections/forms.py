"""The form of the paper count."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from elections.domain.paper import PaperFigures
from elections.domain.results import LineFigures
from elections.enums import ContestKind
from elections.models import Candidate, Contest

MOST = 100_000


def _number(label: Any) -> forms.IntegerField:
    # Named for who hears the page: on the screen the table's head tells which column it is.
    attributes = {"inputmode": "numeric", "autocomplete": "off", "aria-label": label}
    widget = forms.NumberInput(attrs=attributes)
    return forms.IntegerField(label=label, min_value=0, max_value=MOST, widget=widget)


class CountForm(forms.Form):
    """One teller's count of one contest: nothing is filled in before, so that it is counted."""

    returned = _number(_("ballots returned"))
    valid = _number(_("valid ballots"))
    invalid = _number(_("invalid ballots"))

    def __init__(self, data: Any = None, *, contest: Contest) -> None:
        super().__init__(data, prefix=f"c{contest.position}")
        self.contest = contest
        self.candidates = list(contest.candidates.all())
        self.columns = [("for", _("for")), ("against", _("against")), ("abstain", _("abstain"))]
        if contest.kind == ContestKind.SLATE:
            self.columns.append(("partly", _("partly invalid")))
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

    def figures(self) -> PaperFigures:
        data = self.cleaned_data
        return PaperFigures(data["returned"], data["valid"], data["invalid"])

    def lines(self) -> list[LineFigures]:
        data = self.cleaned_data
        return [
            LineFigures(
                candidate=candidate,
                votes_for=data[f"for-{candidate.position}"],
                votes_against=data[f"against-{candidate.position}"],
                abstentions=data[f"abstain-{candidate.position}"],
                partly_invalid=data.get(f"partly-{candidate.position}", 0),
            )
            for candidate in self.candidates
        ]
