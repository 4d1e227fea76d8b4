"""What people enter on the way to a meeting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assemblies.domain.days import local_day
from assemblies.enums import Answer, StepState
from elections.models import Candidate
from members.domain.uploads import Upload
from members.models import Person
from records.fields import TranslatedFormField

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def upload_of(file: Any) -> Upload | None:
    """What was sent in a file field, None for nothing."""
    return Upload(name=file.name, content=file.read()) if file else None


class PlanKindForm(forms.Form):
    """Which plan an assembly that re-elects nobody follows."""

    kind = forms.ChoiceField(
        choices=[
            ("ordinary", _("ordinary meeting")),
            ("extraordinary", _("extraordinary meeting")),
        ],
        label=_("Kind"),
    )


class MoveForm(forms.Form):
    starts_at = forms.DateTimeField(
        label=_("Starts"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class DemandForm(forms.Form):
    members = forms.IntegerField(min_value=1, label=_("Members who demand it"))
    received_on = forms.DateField(label=_("Received on"), widget=DAY)


class StepForm(forms.Form):
    """Who sees to a step, by when, and whether it is done."""

    state = forms.ChoiceField(
        choices=StepState.choices,
        label=pgettext_lazy("step of a plan", "State"),
        widget=forms.RadioSelect,
    )
    owner = forms.ModelChoiceField(
        queryset=Person.objects.none(), label=_("Seen to by"), required=False
    )
    due_on = forms.DateField(label=pgettext_lazy("day", "By"), widget=DAY)
    note = forms.CharField(
        label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.order_by("name__zh")
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField


class OwnStepForm(forms.Form):
    """A step of the association's own, in its words."""

    title = TranslatedFormField(label=_("What is to be done"))
    detail = TranslatedFormField(label=_("what it needs"), rows=2, required=False)


class NewStepForm(OwnStepForm):
    due_on = forms.DateField(label=pgettext_lazy("day", "By"), widget=DAY)
    owner = forms.ModelChoiceField(
        queryset=Person.objects.none(), label=_("Seen to by"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.order_by("name__zh")
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField


class PastDayForm(forms.Form):
    """A letter that came: never of a day to come."""

    day = forms.DateField(label=_("Dated"), widget=DAY)
    reference = forms.CharField(max_length=100, label=_("Reference"), required=False)
    scan = forms.FileField(label=_("Scan (PDF, PNG or JPEG)"), required=False)

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day > local_day(timezone.now()):
            raise forms.ValidationError(_("This day is still to come."))
        return day


class AnswerForm(PastDayForm):
    answer = forms.ChoiceField(choices=Answer.choices, label=_("Answer"), widget=forms.RadioSelect)
    field_order = ("answer", "reference", "day", "scan")


class ClearanceForm(PastDayForm):
    person = forms.ModelChoiceField(queryset=Person.objects.none(), label=_("Candidate"))
    cleared_by = TranslatedFormField(label=_("Cleared by"))
    field_order = ("person", "cleared_by", "reference", "day", "scan")

    def __init__(self, *args: Any, standing: list[Candidate], **kwargs: Any) -> None:
        """``standing``: who stands in a box already; without any, whoever is in the register."""
        super().__init__(*args, **kwargs)
        people = Person.objects.order_by("name__zh")
        if standing:
            people = people.filter(pk__in=[row.person_id for row in standing])
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField
