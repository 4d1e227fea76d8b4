"""Contacts and tags of a firm, and what the pages of duplicates ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.enums import ContactPurpose
from members.models import Firm


class ContactForm(forms.Form):
    purpose = forms.ChoiceField(label=_("Purpose"), choices=ContactPurpose.choices)
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=100)
    post = forms.CharField(label=_("Post"), max_length=100, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)


class MergeForm(forms.Form):
    """Which of two entries goes on, and why they are one."""

    kept = forms.ChoiceField(label=_("Goes on as"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why they are one firm"),
        max_length=400,
        help_text=_("For example: same licence, entered again in 2024."),
    )

    def __init__(self, *args: Any, firms: Sequence[Firm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(firm.pk), f"{firm.membership.number} {firm}") for firm in firms]
        self.fields["kept"] = forms.ChoiceField(
            label=_("Goes on as"), widget=forms.RadioSelect, choices=choices
        )
