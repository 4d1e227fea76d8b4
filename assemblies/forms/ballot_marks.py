"""The marks of ballots on paper. Rules are checked by the acts; a form only reads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from elections.domain.alphabet import Alphabet
from elections.enums import BlankLine

COLUMNS, CELL = "columns", "cell"


class MarksForm(forms.Form):
    """The alphabet as the election method has it."""

    layout = forms.ChoiceField(
        choices=[
            (COLUMNS, _("three columns, one mark in the column that is chosen")),
            (CELL, _("one cell, in which the mark says the vote")),
        ],
        widget=forms.RadioSelect,
        label=_("A line of the ballot has"),
    )
    agree = forms.CharField(max_length=2, required=False, label=_("Mark for"))
    against = forms.CharField(max_length=2, required=False, label=_("Mark against"))
    abstain = forms.CharField(max_length=2, required=False, label=_("Mark to abstain"))
    blank = forms.ChoiceField(choices=BlankLine.choices, label=_("A line without a mark counts as"))

    @classmethod
    def showing(cls, alphabet: Alphabet, data: Any = None) -> MarksForm:
        """The form with ``alphabet`` in it."""
        initial = {
            "layout": CELL if alphabet.in_one_cell else COLUMNS,
            "agree": alphabet.agree,
            "against": alphabet.against,
            "abstain": alphabet.abstain,
            "blank": alphabet.blank,
        }
        return cls(data, initial=initial)

    def alphabet(self) -> Alphabet:
        data = self.cleaned_data
        return Alphabet(
            in_one_cell=data["layout"] == CELL,
            agree=data["agree"],
            against=data["against"],
            abstain=data["abstain"],
            blank=data["blank"],
        )
