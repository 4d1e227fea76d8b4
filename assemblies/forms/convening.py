"""The roll and the notice. Rules are checked by the acts; a form only reads."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.fields import TranslatedFormField


class FreezeForm(forms.Form):
    record_on = forms.DateField(
        label=_("Record date"),
        help_text=_("Who is a member in good standing on this day is entitled."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class NoticeForm(forms.Form):
    subject = TranslatedFormField(label=_("Subject"))
    text = TranslatedFormField(label=pgettext_lazy("notice", "Text"), rows=14)
