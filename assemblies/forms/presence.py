"""The check-in desk and the hall. Rules are checked by the acts; a form only reads."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.fields import TranslatedFormField


class GuestForm(forms.Form):
    name = TranslatedFormField(label=pgettext_lazy("person", "Name"))


class AnnounceForm(forms.Form):
    minutes = forms.IntegerField(label=_("Minutes until the ballot is closed"), min_value=1)


class RemoteAccessForm(forms.Form):
    """How somebody takes part who does not come."""

    remote_access = TranslatedFormField(
        label=_("How to take part remotely"),
        help_text=_("A link, a number to dial, whom to ask. Empty where everybody has to come."),
        rows=3,
        required=False,
    )
