"""Authorities, objections, recusals, second call. Rules are checked by the acts; a form only
reads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assemblies.enums import ObjectionOutcome
from assemblies.models import Assembly
from elections.models import RollEntry
from members.domain.uploads import Upload
from members.models import Person


class EntryField(forms.ModelChoiceField):
    """An entry of the meeting's roll, by firm and person."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=RollEntry.objects.none(), **kwargs)

    def offer(self, assembly: Assembly, **which: Any) -> None:
        rows = RollEntry.objects.filter(roll=assembly.roll_id, **which)
        self.queryset = rows.select_related("firm", "person").order_by("position")


class ProxyForm(forms.Form):
    principal = EntryField(label=_("Who gives the authority"))
    holder = EntryField(label=_("Who holds it"))
    outsider = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label=_("or somebody who is not on the roll"),
        help_text=_("Whoever is not in this list is entered among the people of the register."),
        required=False,
    )
    scope = forms.CharField(
        label=_("What it is for, where not for everything"), max_length=300, required=False
    )

    def __init__(
        self, *args: Any, assembly: Assembly, to_anyone: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["principal"].offer(assembly)  # type: ignore[attr-defined]
        self.fields["holder"].offer(assembly, person__isnull=False)  # type: ignore[attr-defined]
        if not to_anyone:
            del self.fields["outsider"]
            return
        self.fields["holder"].required = False
        on_roll = RollEntry.objects.filter(roll=assembly.roll_id, person__isnull=False)
        people = Person.objects.exclude(pk__in=on_roll.values("person"))
        self.fields["outsider"].queryset = people.order_by("name__zh")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        outsider, place = data.pop("outsider", None), data.get("holder")
        if "holder" not in data:
            return data
        if place is not None and outsider is None:
            data["holder"] = place.person
        elif outsider is not None and place is None:
            data["holder"] = outsider
        else:
            self.add_error("holder", _("Name one person who holds it."))
        return data


class SignedForm(forms.Form):
    signed_copy = forms.FileField(label=_("Signed letter, as a scan"))

    def upload(self) -> Upload:
        sent = self.cleaned_data["signed_copy"]
        return Upload(name=sent.name, content=sent.read())


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class ObjectionForm(forms.Form):
    entry = EntryField(label=_("Whom it is about"), required=False)
    raised_by = forms.CharField(label=_("Raised by"), max_length=200)
    text = forms.CharField(
        label=pgettext_lazy("roll", "Objection"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, assembly: Assembly, own: Any = None, **kwargs: Any) -> None:
        """``own``: the person who objects for their own entries, and in their own name."""
        super().__init__(*args, **kwargs)
        if own is None:
            self.fields["entry"].offer(assembly)  # type: ignore[attr-defined]
        else:
            self.fields["entry"].offer(assembly, person=own)  # type: ignore[attr-defined]
            del self.fields["raised_by"]


class LastDayForm(forms.Form):
    day = forms.DateField(
        label=_("Last day for objections"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[c for c in ObjectionOutcome.choices if c[0] != ObjectionOutcome.OPEN],
    )
    reasons = forms.CharField(
        label=_("Reasons"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    decided_by = forms.CharField(label=_("Decided by"), max_length=200)


class AppealForm(forms.Form):
    text = forms.CharField(
        label=_("Appeal"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class RecusalForm(forms.Form):
    entry = EntryField(label=_("Who has no vote on it"))
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry"].offer(assembly, entitled=True)  # type: ignore[attr-defined]


class SecondCallForm(forms.Form):
    starts_at = forms.DateTimeField(
        label=_("Starts"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
