"""What a firm's people fill in on its own pages, and what the secretariat answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.domain.asking import appointing
from members.domain.asking.change_requests import NEEDS_APPROVAL
from members.enums import Trade
from members.forms import DayField, FirmForm, sizes_of
from members.forms.applications import ScanField
from members.models import ChangeRequest, Firm
from records.fields import TranslatedFormField


class ReachForm(forms.Form):
    """What changes at once."""

    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = forms.URLField(
        label=_("Website"), max_length=200, required=False, assume_scheme="https"
    )
    postal_address = forms.CharField(
        label=_("Postal address"),
        max_length=200,
        required=False,
        help_text=_("Only where letters go elsewhere."),
    )


class ChangeForm(forms.Form):
    """What the secretariat approves; each field says why."""

    name = TranslatedFormField(label=_("Name"))
    registration_code = forms.CharField(
        label=_("Unified social credit code"),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "code", "autocapitalize": "characters"}),
    )
    legal_representative = forms.CharField(
        label=_("Legal representative"), max_length=100, required=False
    )
    address = forms.CharField(label=_("Registered address"), max_length=200, required=False)
    district = TranslatedFormField(label=_("District"), required=False)
    trade = forms.ChoiceField(label=_("Trade"), choices=Trade.choices)
    size = forms.ChoiceField(label=_("Size"), required=False)
    note = forms.CharField(
        label=_("What has changed, and since when"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    evidence = ScanField(
        label=_("Evidence"),
        required=False,
        help_text=_("Such as the new business licence: PDF, JPEG or PNG, 10 MB at most."),
    )
    clean_registration_code = FirmForm.clean_registration_code

    def __init__(self, *args: Any, firm: Firm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        size: Any = self.fields["size"]
        size.choices = sizes_of(firm.size)
        for name, reason in NEEDS_APPROVAL.items():
            field: Any = self.fields[name]
            field.initial, field.help_text = getattr(firm, name), reason


class AppointmentForm(forms.Form):
    """Someone who has acted for the firm before, or a new person."""

    person: Any = forms.ModelChoiceField(
        label=_("Someone who has acted for the firm"),
        queryset=None,
        required=False,
        empty_label=_("a new person:"),
    )
    name = TranslatedFormField(label=_("Name of a new person"), required=False)
    email = forms.EmailField(
        label=_("E-mail of a new person"),
        required=False,
        help_text=_("Notices go there; it is also the log-in."),
    )
    post = TranslatedFormField(label=_("Post in the firm"), required=False)
    from_on = DayField(label=_("Holds from"))
    votes = forms.BooleanField(
        label=_("Votes for the firm, in place of whoever did before"), required=False, initial=True
    )

    def __init__(self, *args: Any, firm: Firm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["person"]
        chosen.queryset = appointing.known_persons(firm)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("person")) == bool(cleaned.get("name")):
            raise forms.ValidationError(
                _("Choose someone who has acted for the firm, or give the name of a new person.")
            )
        return cleaned


class SignedLetterForm(forms.Form):
    letter = ScanField(
        label=_("The signed and sealed letter"),
        help_text=_("A scan or a photograph: PDF, JPEG or PNG, 10 MB at most."),
    )


class AnswerForm(forms.Form):
    answer = forms.CharField(
        label=pgettext_lazy("to a firm", "Answer"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("The firm reads it on its page."),
    )


class AcceptanceForm(forms.Form):
    """Whether the new person is somebody on record already."""

    person: Any = forms.ModelChoiceField(
        label=_("On record already as"),
        queryset=None,
        required=False,
        empty_label=_("nobody: enter a new person"),
        help_text=_("Persons with the same name or e-mail address."),
    )

    def __init__(self, *args: Any, request: ChangeRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["person"]
        chosen.queryset = appointing.likely_persons(request)
        chosen.label_from_instance = _told
        if not chosen.queryset.exists():
            del self.fields["person"]


def _told(person: Any) -> str:
    return " · ".join(part for part in (str(person.name), person.email) if part)
