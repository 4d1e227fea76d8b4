"""What people enter about texts. Rules are checked by the acts; a form only reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from bylaws.choices import NumberingScheme, ProvisionKind, RegulationKind
from bylaws.domain import vote_scales
from bylaws.domain.association_parameters import CHOICES as KEY_CHOICES
from bylaws.domain.parameters import SPECS
from bylaws.domain.past_versions import Past
from bylaws.domain.regulating import Settings
from bylaws.domain.rule_table import matter_name
from bylaws.domain.rule_words import choice_name
from bylaws.enums import (
    Base,
    Comparison,
    Matter,
    ParameterKind,
    RequiredMethod,
    ScaleBy,
    Unit,
)
from bylaws.models import Regulation
from records.fields import Translated, TranslatedFormField

FROZEN_HELP = _("What is put in is numbered 第五条之一, what is repealed keeps its number.")


def day_field(*, label: Any, required: bool = True, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **more,
    )


class RegulationForm(forms.Form):
    """A new text."""

    kind = forms.ChoiceField(choices=RegulationKind.choices, label=_("Kind"))
    title = TranslatedFormField(label=_("Title"))
    numbering = forms.ChoiceField(choices=NumberingScheme.choices, label=_("Numbering"))
    frozen_numbers = forms.BooleanField(
        required=False, label=_("Numbers are frozen"), help_text=FROZEN_HELP
    )
    is_public = forms.BooleanField(
        required=False,
        initial=True,
        label=_("Published"),
        help_text=_("Anyone may read its adopted versions without a log-in."),
    )

    def clean_kind(self) -> str:
        kind: str = self.cleaned_data["kind"]
        is_bylaws = kind == RegulationKind.BYLAWS
        if is_bylaws and Regulation.objects.filter(kind=RegulationKind.BYLAWS).exists():
            raise forms.ValidationError(
                _("The bylaws are here already: votes are counted by one text. Amend it instead.")
            )
        return kind


class SettingsForm(forms.Form):
    title = TranslatedFormField(label=_("Title"))
    matter = forms.ChoiceField(
        label=_("Matter of the vote"), help_text=_("It decides which majority adopts an amendment.")
    )
    needs_approval = forms.BooleanField(
        required=False,
        label=_("Needs the registration authority's approval"),
        help_text=_("Until then the former text applies."),
    )
    is_public = forms.BooleanField(
        required=False,
        label=_("Published"),
        help_text=_("Anyone may read its adopted versions without a log-in."),
    )
    frozen_numbers = forms.BooleanField(
        required=False, label=_("Numbers are frozen"), help_text=FROZEN_HELP
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [(m.value, matter_name(m)) for m in Matter if not m.is_election]
        self.fields["matter"].choices = chosen  # type: ignore[attr-defined]  # a ChoiceField

    def settings(self) -> Settings:
        return Settings(**self.cleaned_data)


class TextForm(forms.Form):
    """A whole text, pasted or as a file."""

    file = forms.FileField(
        required=False,
        label=pgettext_lazy("document", "File"),
        help_text=_("Word (.docx), plain text (.txt), Markdown (.md), or .json and .xml of ours."),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".docx,.doc,.txt,.md,.markdown,.json,.xml,.akn"}
        ),
    )
    text = forms.CharField(
        required=False,
        strip=False,
        label=_("Or the text itself"),
        widget=forms.Textarea(attrs={"rows": 14, "class": "source"}),
    )


class VersionForm(forms.Form):
    """The first text, which nobody voted on yet."""

    label = TranslatedFormField(
        label=_("Name of the version"), help_text=_("How citations name it, e.g. “2026”.")
    )


class PastForm(VersionForm):
    """A text that was adopted already."""

    adopted_on = day_field(label=_("Adopted on"))
    adopted_by = TranslatedFormField(label=_("Adopted by"))
    adoption_reference = forms.CharField(
        max_length=100, required=False, label=_("Number of the resolution")
    )
    approved_on = day_field(label=_("Approved on"), required=False)
    approval_reference = forms.CharField(
        max_length=100, required=False, label=_("Number of the approval")
    )
    effective_on = day_field(label=_("In force since"), required=False)

    def past(self) -> Past:
        return Past(**{key: value for key, value in self.cleaned_data.items() if key != "label"})


class AmendmentForm(forms.Form):
    """What an amendment is called, and why it is proposed."""

    title = TranslatedFormField(label=_("Title"))
    label = TranslatedFormField(
        label=_("Name of the new version"), help_text=_("How citations name it, e.g. “2026”.")
    )
    proposer = forms.CharField(max_length=200, label=_("Proposed by"))
    reason = TranslatedFormField(label=_("Reasons"), rows=3, required=False)


class ExplainForm(forms.Form):
    """Why one change is proposed, and with which others it is voted on."""

    reason = TranslatedFormField(label=_("Reason"), rows=2, required=False)
    unit = forms.IntegerField(
        min_value=1,
        max_value=999,
        label=_("Voted on as number"),
        help_text=_("Changes of the same number stand or fall together."),
    )


class InsertForm(forms.Form):
    kind = forms.ChoiceField(
        choices=[(kind.value, kind.label) for kind in ProvisionKind if kind != "preamble"],
        label=pgettext_lazy("provision", "What is put in"),
        initial=ProvisionKind.ARTICLE,
    )
    text = forms.CharField(
        label=pgettext_lazy("provision", "Text"),
        help_text=_("One provision, without its number; lines are joined."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SubstituteForm(forms.Form):
    find = forms.CharField(max_length=200, strip=False, label=_("Replace"))
    put = forms.CharField(max_length=200, strip=False, required=False, label=_("by"))


class CommentForm(forms.Form):
    provision = forms.UUIDField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        max_length=4000, label=_("Comment"), widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        max_length=4000, label=_("Answer"), widget=forms.Textarea(attrs={"rows": 2})
    )


class UntilForm(forms.Form):
    until = day_field(label=_("Open to comments until"))

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < timezone.localdate():
            raise forms.ValidationError(_("This day is over."))
        return until


class CompromiseForm(forms.Form):
    """A title, and a text for every provision that two amendments want otherwise."""

    title = TranslatedFormField(label=_("Title of the compromise"))

    def __init__(self, *args: Any, contested: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.settled = {}
        for row in contested:
            name = f"text_{row.provision}"
            self.settled[name] = row.provision
            self.fields[name] = forms.CharField(
                label=row.number,
                initial=row.merged or "",
                widget=forms.Textarea(attrs={"rows": 4, "aria-label": row.number}),
            )

    def texts(self) -> dict[Any, str]:
        return {one: self.cleaned_data[name] for name, one in self.settled.items()}

    def named(self) -> Translated:
        return Translated(self.cleaned_data["title"])


BASES = {
    Base.ENTITLED: _("those entitled"),
    Base.PRESENT: _("those present"),
    Base.ISSUED: _("ballots issued"),
    Base.RETURNED: _("ballots returned"),
    Base.VALID: _("valid ballots"),
    Base.CAST: _("votes for and against"),
}
COMPARISONS = {
    Comparison.GE: _("the number itself suffices (以上)"),
    Comparison.GT: _("more than the number (超过, 过半数)"),
}


class RegistrarConsentForm(forms.Form):
    """A written consent of the registration authority."""

    subject = forms.ChoiceField(label=_("What is consented to"))
    reference = forms.CharField(max_length=100, label=_("Reference of the paper"))
    given_on = day_field(label=_("Given on"))

    def __init__(self, *args: Any, subjects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = subjects  # type: ignore[attr-defined]


class RuleForm(forms.Form):
    """Which words of which provision state a rule, and its value by the rule's kind."""

    provision = forms.ChoiceField(label=_("Where it stands"))
    quote = forms.CharField(
        max_length=200,
        label=_("The words that state it"),
        help_text=_("Copied from the provision."),
    )

    def __init__(
        self,
        *args: Any,
        key: str,
        places: Sequence[tuple[str, str]],
        value: Any = None,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.key, self.kind = key, SPECS[key].kind
        self.fields["provision"].choices = places  # type: ignore[attr-defined]  # a ChoiceField
        self.fields |= _value_fields(key, self.kind)
        for name, part in _parts(self.kind, value).items():
            self.fields[name].initial = part

    def value(self) -> Any:
        """As the parameters keep it."""
        data = self.cleaned_data
        if self.kind in SHARES:
            value: dict[str, Any] = {"num": data["num"], "den": data["den"]}
            if self.kind is ParameterKind.THRESHOLD:
                value |= {"base": data["base"], "comparison": data["comparison"]}
            return value
        return data["value"] == "yes" if self.kind is ParameterKind.FLAG else data["value"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.kind is ParameterKind.VOTES and {"by", "rows"} <= data.keys():
            try:
                data["value"] = vote_scales.read(data["by"], data["rows"])
            except (KeyError, TypeError, ValueError):
                self.add_error(
                    "rows", _("One line for each, such as “council_unit = 3” or “5000 = 2”.")
                )
        return data


SHARES = frozenset({ParameterKind.THRESHOLD, ParameterKind.FRACTION})
CHOICES: Mapping[ParameterKind, Sequence[tuple[str, str | Promise]]] = {
    ParameterKind.FLAG: [("yes", _("yes")), ("no", _("no"))],
    ParameterKind.METHOD: [
        (RequiredMethod.SECRET.value, _("secret ballot")),
        (RequiredMethod.SHOW_OF_HANDS_ALLOWED.value, _("show of hands allowed")),
    ],
    ParameterKind.UNIT: [
        (Unit.FIRM.value, _("firms")),
        (Unit.PERSON.value, _("persons")),
        (Unit.VOTE.value, pgettext_lazy("counted", "votes")),
    ],
}


SCALES = {
    ScaleBy.CLASS.value: _("member class"),
    ScaleBy.DUES.value: _("dues of a period"),
}
MOST = 36_525
"""A century in days: what no rule asks for, and every calendar still has."""


def _value_fields(key: str, kind: ParameterKind) -> dict[str, forms.Field]:
    if kind in SHARES:
        fields: dict[str, forms.Field] = {
            "num": forms.IntegerField(min_value=1, max_value=1000, label=_("Share: so many")),
            "den": forms.IntegerField(min_value=1, max_value=1000, label=_("out of so many parts")),
        }
        if kind is ParameterKind.THRESHOLD:
            bases = [Base.ENTITLED] if key.endswith("quorum") else list(BASES)
            fields["base"] = forms.ChoiceField(
                label=_("of"), choices=[(base.value, BASES[base]) for base in bases]
            )
            fields["comparison"] = forms.ChoiceField(
                label=_("Compared"), choices=[(c.value, words) for c, words in COMPARISONS.items()]
            )
        return fields
    if kind is ParameterKind.NUMBER:
        return {"value": forms.IntegerField(min_value=0, max_value=MOST, label=_("Number"))}
    if kind is ParameterKind.VOTES:
        return {
            "by": forms.ChoiceField(label=_("The votes go by"), choices=list(SCALES.items())),
            "rows": forms.CharField(
                label=pgettext_lazy("how many", "Votes"),
                widget=forms.Textarea(attrs={"rows": 4}),
                help_text=_(
                    "One line for each: the key of a member class, or the dues of a period from "
                    "which it holds, an equals sign, and the votes. Whoever is not named has one."
                ),
            ),
        }
    choices = CHOICES.get(kind) or [(one.value, choice_name(one)) for one in KEY_CHOICES[key]]
    return {"value": forms.ChoiceField(label=_("Value"), choices=choices)}


def _parts(kind: ParameterKind, value: Any) -> dict[str, Any]:
    """What the fields begin with; of several shares the first."""
    if value is None:
        return {}
    if kind in SHARES:
        first = value[0] if isinstance(value, list) else value
        names = ("num", "den", "base", "comparison")
        return {name: first[name] for name in names if name in first}
    if kind is ParameterKind.FLAG:
        return {"value": "yes" if value else "no"}
    if kind is ParameterKind.VOTES:
        scale = vote_scales.parse(value)
        return {"by": scale.by.value, "rows": vote_scales.written(scale)}
    return {"value": value}
