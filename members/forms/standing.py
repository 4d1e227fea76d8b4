"""What the secretariat enters where a membership changes or ends, and in cases against members."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from members.domain.cases.decided import Decided
from members.domain.uploads import Upload
from members.enums import ProceedingKind, StandingStatus
from members.forms import DayField
from members.forms.papers import PaperField
from members.models import Body
from records.fields import TranslatedFormField

SOURCE = _("Decision or paper")
SOURCE_HELP = _("The roll quotes it when the firm is excluded.")


def upload_of(file: UploadedFile | None) -> Upload | None:
    """The file as the domain takes it."""
    return Upload(file.name or "", file.read()) if file else None


class ResignForm(forms.Form):
    received_on = DayField(label=_("Notice received on"))
    effective_on = DayField(
        label=_("Membership ends on"), help_text=_("The first day on which it is no member.")
    )
    source = forms.CharField(
        label=_("Letter"), help_text=_("For example the day it bears."), max_length=200
    )
    letter = PaperField(label=_("Scan of the letter"), required=False)


class SuspendForm(forms.Form):
    from_on = DayField(label=_("Holds from"))
    reason = TranslatedFormField(label=_("Reason"))
    source = forms.CharField(label=SOURCE, help_text=SOURCE_HELP, max_length=200)


class LoseForm(forms.Form):
    on = DayField(
        label=_("Membership ends on"), help_text=_("The first day on which it is no member.")
    )
    ground = TranslatedFormField(label=_("What happened"))
    citation = TranslatedFormField(
        label=_("Rule"), help_text=_("Proposed from the bylaws in force; name the very item.")
    )
    source = forms.CharField(label=_("Paper that shows it"), help_text=SOURCE_HELP, max_length=200)


class DecidedForm(forms.Form):
    """A decision that was taken elsewhere."""

    title = TranslatedFormField(label=_("What was decided"))
    body = forms.ModelChoiceField(label=_("Decided by"), queryset=Body.objects.order_by("kind"))
    decided_on = DayField(label=_("Decided on"))
    reference = forms.CharField(label=_("Number of the decision"), max_length=100)
    evidence = PaperField(label=_("Scan of the decision"), required=False)

    def decided(self) -> Decided:
        data = self.cleaned_data
        return Decided(
            title=data["title"],
            body=data["body"],
            decided_on=data["decided_on"],
            reference=data["reference"],
            evidence=upload_of(data["evidence"]),
        )


class ReadmitForm(DecidedForm):
    on = DayField(label=_("Member again from"))
    reason = TranslatedFormField(label=_("Reason"))


class CorrectForm(forms.Form):
    """Another entry in the place of the latest one."""

    status = forms.ChoiceField(
        label=_("Standing"),
        choices=[c for c in StandingStatus.choices if c[0] != StandingStatus.MERGED],
    )
    from_on = DayField(label=_("Holds from"))
    reason = TranslatedFormField(label=_("Reason"), required=False)
    source = forms.CharField(label=SOURCE, help_text=SOURCE_HELP, required=False, max_length=200)
    because = forms.CharField(
        label=_("Why the entry was wrong"), help_text=_("It stands in the log."), max_length=300
    )


class TakeBackForm(forms.Form):
    because = forms.CharField(
        label=_("Why the entry was wrong"), help_text=_("It stands in the log."), max_length=300
    )


class ProceedingForm(forms.Form):
    kind = forms.ChoiceField(label=_("Measure"), choices=ProceedingKind.choices)
    ground = TranslatedFormField(label=_("What the firm is charged with"), rows=3)
    citation = TranslatedFormField(
        label=_("Rule"), help_text=_("Proposed from the bylaws in force; name the very item.")
    )


class ChargeForm(forms.Form):
    respond_by = DayField(label=_("Answer until"), help_text=_("The last day for an answer."))
    hearing = forms.CharField(
        label=_("When and where the firm is heard"),
        required=False,
        max_length=200,
        help_text=_("Empty where it answers in writing only."),
    )


class HearForm(forms.Form):
    on = DayField(label=_("Heard on"))
    statement = forms.CharField(
        label=_("What the firm said"), widget=forms.Textarea(attrs={"rows": 5}), max_length=5000
    )
    paper = PaperField(label=_("What it wrote"), required=False)


class DeclineForm(forms.Form):
    """Nothing to enter: that the firm did not answer is what is noted."""


class DecideForm(DecidedForm):
    effective_on = DayField(
        label=_("Takes effect on"), required=False, help_text=_("Empty: the day of the decision.")
    )


class DismissForm(forms.Form):
    because = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500
    )


class FileForm(forms.Form):
    on = DayField(label=_("Filed on"))
    filed_with = forms.CharField(
        label=SOURCE, help_text=_("For example the meeting that took note of it."), max_length=200
    )


def taken(data: dict[str, Any], *names: str) -> dict[str, Any]:
    """The fields of a form that an act takes under the same names."""
    return {name: data[name] for name in names}
