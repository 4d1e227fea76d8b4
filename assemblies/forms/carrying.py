"""What is entered after a meeting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assemblies.enums import ProgressState, PublicationChannel, RecordKind
from assemblies.models import Resolution
from members.domain.uploads import Upload
from members.enums import BodyKind
from members.models import Person, Term
from records.fields import TranslatedFormField


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


def upload_of(sent: Any) -> Upload | None:
    return Upload(name=sent.name, content=sent.read()) if sent else None


def owners() -> Any:
    """Who can see to something: whoever holds an office or has a log-in."""
    people = Person.objects.filter(mandates__isnull=False) | Person.objects.filter(
        user__isnull=False
    )
    return people.distinct().order_by("name")


class AssignForm(forms.Form):
    owner = forms.ModelChoiceField(
        label=_("Who sees to it"), queryset=Person.objects.none(), required=False
    )
    due_on = day_field(_("To be carried out by"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners()  # type: ignore[attr-defined]


class ProgressForm(forms.Form):
    progress = forms.ChoiceField(label=_("State of progress"), choices=ProgressState.choices)
    text = forms.CharField(
        label=_("What was done"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    document = forms.FileField(label=_("Document, PDF or picture"), required=False)

    def note(self) -> dict[str, Any]:
        """What the act of noting takes."""
        data = self.cleaned_data
        return {
            "progress": ProgressState(data["progress"]),
            "text": data["text"],
            "upload": upload_of(data["document"]),
        }


class RegisterForm(forms.Form):
    """How the register of resolutions is narrowed; what is not understood narrows nothing."""

    q = forms.CharField(label=_("Number or words"), required=False)
    body = forms.ChoiceField(label=_("Body"), required=False)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1900, max_value=9999)
    matter = forms.ChoiceField(label=_("Matter"), required=False)
    progress = forms.ChoiceField(label=_("State of progress"), required=False)
    overdue = forms.BooleanField(label=_("Past its date"), required=False)

    def __init__(self, *args: Any, matters: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", pgettext_lazy("choice of a filter", "all"))]
        known = Resolution.objects.values_list("motion__item__matter", flat=True).distinct()
        choices = {
            "body": BodyKind.choices,
            "matter": [(key, matters.get(key, key)) for key in sorted(set(known))],
            "progress": ProgressState.choices,
        }
        for name, offered in choices.items():
            self.fields[name].choices = [*every, *offered]  # type: ignore[attr-defined]


class PaperForm(forms.Form):
    """A paper of the pack: a file for it, or why it is not needed."""

    document = forms.FileField(label=_("File, PDF or picture"), required=False)
    note = forms.CharField(label=_("Why it is not needed"), max_length=300, required=False)


class FiledForm(forms.Form):
    filed_on = day_field(_("Filed on"))
    reference = forms.CharField(label=_("Reference of the authority"), max_length=200)
    receipt = forms.FileField(label=_("Receipt, PDF or picture"), required=False)


class PublishForm(forms.Form):
    channel = forms.ChoiceField(label=_("Way"), choices=PublicationChannel.choices)
    proof = forms.FileField(label=_("Proof: a picture of it"), required=False)
    remark = forms.CharField(label=_("Remark"), max_length=300, required=False)

    def told(self) -> dict[str, Any]:
        """What the act of publishing takes."""
        data = self.cleaned_data
        return {
            "channel": PublicationChannel(data["channel"]),
            "proof": upload_of(data["proof"]),
            "remark": data["remark"],
        }


class GoalForm(forms.Form):
    term = forms.ModelChoiceField(label=_("Term"), queryset=Term.objects.none())
    title = TranslatedFormField(label=_("Goal"), rows=2)
    owner = forms.ModelChoiceField(
        label=_("Who sees to it"), queryset=Person.objects.none(), required=False
    )
    due_on = day_field(pgettext_lazy("day", "By"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = Term.objects.select_related("body").order_by("-from_on", "body__kind")
        self.fields["term"].queryset = terms  # type: ignore[attr-defined]
        self.fields["term"].label_from_instance = _name_of_term  # type: ignore[attr-defined]
        self.fields["owner"].queryset = owners()  # type: ignore[attr-defined]


def _name_of_term(term: Term) -> str:
    return f"{term.body} · {term.number}"


class PeriodForm(forms.Form):
    from_on = day_field(_("From"))
    until_on = day_field(_("Until"))


class RetentionForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of record"), choices=RecordKind.choices)
    years = forms.IntegerField(
        label=_("Years; none for good"), required=False, min_value=0, max_value=1000
    )
    source = TranslatedFormField(label=_("Who decided it, or which text states it"))
    from_on = day_field(_("From"))

    def told(self) -> dict[str, Any]:
        """What the act of deciding takes."""
        return {**self.cleaned_data, "kind": RecordKind(self.cleaned_data["kind"])}
