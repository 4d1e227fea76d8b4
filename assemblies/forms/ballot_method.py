"""How an election is asked, with what the texts in force say of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assemblies.domain.planning.ballot_method import BallotMethod, BallotRules, Stated, ballot_rules
from assemblies.models import Assembly
from elections.enums import ContestKind, WriteIns, WriteInsFrom

KINDS = [
    (ContestKind.SLATE, gettext_lazy("for, against or abstain on every line")),
    (ContestKind.PLURALITY, gettext_lazy("marks for alone, one for each seat (plurality)")),
    (ContestKind.APPROVAL, gettext_lazy("marks for alone, as many as one likes (approval)")),
]


class BallotMethodForm(forms.Form):
    """Begins as the texts in force have it; where nothing is sent, only candidates are voted on."""

    kind = forms.ChoiceField(
        choices=KINDS, label=gettext_lazy("How candidates are marked"), required=False
    )
    write_ins = forms.ChoiceField(
        choices=WriteIns.choices,
        label=gettext_lazy("Somebody else than the candidates"),
        required=False,
    )
    write_ins_from = forms.ChoiceField(
        choices=WriteInsFrom.choices, label=gettext_lazy("Who can be written in"), required=False
    )
    blank_vote = forms.BooleanField(
        label=gettext_lazy("A blank vote can be cast: for nobody, counted apart"), required=False
    )
    preliminary = forms.BooleanField(
        label=gettext_lazy("Preliminary ballot: it finds nominees and gives nobody an office"),
        required=False,
    )

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        self.rules: BallotRules = ballot_rules(assembly)
        expected = self.rules.expected
        kwargs["initial"] = {
            "kind": expected.kind,
            "write_ins": expected.write_ins,
            "write_ins_from": expected.write_ins_from,
            "blank_vote": expected.blank_vote,
        }
        super().__init__(*args, **kwargs)
        if self.rules.over_mark is not None:
            kinds = [kind for kind in KINDS if kind[0] != ContestKind.APPROVAL]
            self.fields["kind"].choices = kinds  # type: ignore[attr-defined]  # a ChoiceField
            self.fields["kind"].help_text = _(
                "More marks than seats void a ballot: %(citation)s."
            ) % {"citation": self.rules.over_mark}
        self.fields["write_ins"].help_text = _sources(self.rules.write_ins, self.rules.covered)
        self.fields["write_ins_from"].help_text = _sources(self.rules.from_roll)
        self.fields["blank_vote"].help_text = _sources(self.rules.blank_vote)

    @property
    def surplus(self) -> Stated | None:
        """How many more must stand than there are seats, where a text in force says so."""
        return self.rules.min_extra

    def method(self) -> BallotMethod:
        """What was chosen, once the form is valid."""
        data = self.cleaned_data
        return BallotMethod(
            kind=data["kind"] or ContestKind.SLATE,
            write_ins=data["write_ins"] or WriteIns.NONE,
            write_ins_from=data["write_ins_from"] or WriteInsFrom.ROLL,
            blank_vote=data["blank_vote"],
            preliminary=data["preliminary"],
        )


def _sources(*stated: Stated | None) -> str:
    told = dict.fromkeys(str(one.citation) for one in stated if one is not None)
    if not told:
        return _("No text in force says so: the election method of the day decides.")
    return _("By the texts in force: %(citation)s.") % {"citation": "; ".join(told)}
