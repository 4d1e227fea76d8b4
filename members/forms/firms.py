"""Contacts and tags of a firm, and what the pages of duplicates ask."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from members.domain.tagging import LONGEST
from members.enums import ContactPurpose


class ContactForm(forms.Form):
    purpose = forms.ChoiceField(label=_("Purpose"), choices=ContactPurpose.choices)
    name = forms.CharField(label=_("Name"), max_length=100)
    post = forms.CharField(label=_("Post"), max_length=100, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)


class TagForm(forms.Form):
    tag = forms.CharField(
        label=_("Tag"), max_length=LONGEST, widget=forms.TextInput(attrs={"list": "tags"})
    )


class MergeForm(forms.Form):
    kept = forms.UUIDField(widget=forms.HiddenInput)
    dropped = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why they are one firm"),
        max_length=400,
        help_text=_("For example: same licence, entered again in 2024."),
    )
