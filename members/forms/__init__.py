"""What the secretariat types into the register. The rules stand in the domain, not here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.domain import registration_code
from members.enums import BodyKind, FirmSize, Office, Role, Trade
from members.errors import RegistrationCodeInvalid
from members.forms.papers import PaperField
from members.models import Body, Firm, MemberClass, Person, Term
from records.fields import TranslatedFormField


class DayField(forms.DateField):
    """A day, picked with the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def sizes_of(held: str) -> list[tuple[str, Any]]:
    """The sizes to choose from, and the word that is ``held`` where it is none of them."""
    sizes: list[tuple[str, Any]] = [("", "–"), *FirmSize.choices]
    return [*sizes, (held, held)] if held and held not in FirmSize.values else sizes


class FirmForm(forms.Form):
    name = TranslatedFormField(label=_("Name"))
    registration_code = forms.CharField(
        label=_("Unified social credit code"),
        max_length=40,
        help_text=_("18 characters, as on the business licence. Mistypings are noticed."),
        widget=forms.TextInput(attrs={"class": "code", "autocapitalize": "characters"}),
    )
    trade = forms.ChoiceField(label=_("Trade"), choices=Trade.choices)
    size = forms.ChoiceField(label=_("Size"), choices=sizes_of(""), required=False)
    district = TranslatedFormField(label=_("District"), required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    legal_representative = forms.CharField(
        label=_("Legal representative"), max_length=100, required=False
    )
    postal_address = forms.CharField(
        label=_("Postal address"),
        max_length=200,
        required=False,
        help_text=_("Only where letters go elsewhere."),
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    website = forms.URLField(
        label=_("Website"), max_length=200, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        size: Any = self.fields["size"]
        size.choices = sizes_of(self.initial.get("size") or "")

    def clean_registration_code(self) -> str:
        try:
            return registration_code.check(self.cleaned_data["registration_code"])
        except RegistrationCodeInvalid as refused:
            raise forms.ValidationError(str(refused)) from refused


class AdmissionForm(FirmForm):
    number = forms.CharField(label=_("Member number"), max_length=20)
    joined_on = DayField(label=_("Joined on"))
    member_class = forms.ModelChoiceField(label=_("Class"), queryset=MemberClass.objects.all())
    reason = TranslatedFormField(label=_("Why it was admitted"))
    source = forms.CharField(
        label=_("Decision or paper"), help_text=_("For example the number of the resolution.")
    )


class ClassForm(forms.Form):
    member_class = forms.ModelChoiceField(label=_("Class"), queryset=MemberClass.objects.all())
    from_on = DayField(label=_("Holds from"))
    reason = forms.CharField(label=_("Reason"), required=False)
    source = forms.CharField(label=_("Decision or paper"), required=False)


class PersonForm(forms.Form):
    name = TranslatedFormField(label=pgettext_lazy("person", "Name"))
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Notices go there; it is also the log-in.")
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    born_on = DayField(
        label=_("Born on"), required=False, help_text=_("Only where an office has an age limit.")
    )


class RepresentativeForm(forms.Form):
    """Someone on record already, or a new person."""

    person = forms.ModelChoiceField(
        label=_("Person on record"),
        queryset=Person.objects.filter(erased_at__isnull=True).order_by("name__zh"),
        required=False,
        empty_label=_("a new person:"),
    )
    name = TranslatedFormField(label=_("Name of a new person"), required=False)
    email = forms.EmailField(label=_("E-mail of a new person"), required=False)
    post = TranslatedFormField(label=_("Post in the firm"), required=False)
    from_on = DayField(label=_("Holds from"))
    votes = forms.BooleanField(
        label=_("Votes for the firm, in place of whoever did before"), required=False, initial=True
    )
    source = forms.CharField(label=_("Decision or paper"), required=False)
    letter = PaperField(label=_("Letter of appointment"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("person")) == bool(cleaned.get("name")):
            raise forms.ValidationError(
                _("Choose a person on record, or give the name of a new one.")
            )
        return cleaned


class EndForm(forms.Form):
    on = DayField(label=_("First day without it"))
    reason = forms.CharField(label=_("Reason"))
    source = forms.CharField(label=_("Decision or paper"), required=False)


class TermForm(forms.Form):
    body = forms.ChoiceField(label=_("Body"), choices=BodyKind.choices)
    number = forms.IntegerField(label=_("Number of the term"), min_value=1, max_value=999)
    from_on = DayField(label=_("Holds from"))
    until_on = DayField(
        label=_("Until"), required=False, help_text=_("The first day after it; empty while open.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # By its own name where the association has the body already.
        own = {body.kind: str(body) for body in Body.objects.all()}
        self.fields["body"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (kind.value, own.get(kind.value, kind.label)) for kind in BodyKind
        ]


class TermChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.body} {obj.number}"


class MandateForm(forms.Form):
    """Mandates come from resolutions; this is for those decided before the system was used."""

    term = TermChoiceField(
        label=_("Term"), queryset=Term.objects.select_related("body").order_by("-from_on")
    )
    office = forms.ChoiceField(label=_("Office"), choices=Office.choices)
    person = forms.ModelChoiceField(
        label=_("Person"),
        queryset=Person.objects.filter(erased_at__isnull=True).order_by("name__zh"),
    )
    firm = forms.ModelChoiceField(
        label=_("Firm"),
        queryset=Firm.objects.filter(merged_into__isnull=True).order_by("name__zh"),
        required=False,
    )
    from_on = DayField(label=_("Holds from"))
    until_on = DayField(label=_("Until"), required=False)


class AccessForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("Standing roles"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Representatives need none: what they may do follows from the register and the roll."
        ),
    )
    active = forms.BooleanField(label=_("May log in"), required=False)
