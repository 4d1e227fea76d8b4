"""What is asked before a person's data is erased."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ErasureForm(forms.Form):
    asked_on = forms.DateField(
        label=_("Asked on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    ground = forms.CharField(
        label=_("Ground"),
        max_length=400,
        help_text=_("Why it is asked, without the name. It stays on record."),
    )
    sure = forms.BooleanField(label=_("I have given the person the export, and this is final."))
