"""A delegate's mandate as the secretariat enters it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from members.enums import BodyKind
from members.forms import DayField, TermChoiceField
from members.models import Firm, Person, Term


class DelegateForm(forms.Form):
    term = TermChoiceField(
        label=_("Term"),
        queryset=Term.objects.filter(body__kind=BodyKind.GENERAL_ASSEMBLY)
        .select_related("body")
        .order_by("-number"),
    )
    person = forms.ModelChoiceField(
        label=_("Delegate"),
        queryset=Person.objects.filter(erased_at__isnull=True).order_by("name__zh"),
    )
    firm = forms.ModelChoiceField(
        label=_("For the member"),
        queryset=Firm.objects.filter(merged_into__isnull=True).order_by("name__zh"),
        required=False,
    )
    constituency = forms.CharField(
        label=_("Constituency"),
        help_text=_("Where several members elected the delegate together, such as a district."),
        max_length=200,
        required=False,
    )
    from_on = DayField(label=_("Holds from"))
    until_on = DayField(
        label=_("Until"), required=False, help_text=_("The first day after it; empty while open.")
    )
    source = forms.CharField(
        label=_("Decision or paper"),
        help_text=_("By what they were elected, such as the minutes of the district."),
        max_length=300,
    )
