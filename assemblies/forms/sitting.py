"""Votes. Rules are checked by the acts; a form only reads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from elections.enums import Channel


class HandsForm(forms.Form):
    """For and against as counted; abstentions follow from those present."""

    votes_for = forms.IntegerField(min_value=0, label=_("For"))
    votes_against = forms.IntegerField(min_value=0, label=_("Against"))
    written_consents = forms.IntegerField(
        min_value=0,
        initial=0,
        label=_("Consenting in writing"),
        help_text=_("Of members who are absent."),
    )

    def __init__(self, *args: Any, written: bool, **kwargs: Any) -> None:
        """``written``: whether the rule counts consents in writing."""
        super().__init__(*args, **kwargs)
        if not written:
            del self.fields["written_consents"]


class BoxForm(forms.Form):
    """Which box was on the page of whoever pressed."""

    box = forms.UUIDField(widget=forms.HiddenInput)


class AnnulForm(BoxForm):
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500
    )
    names = forms.CharField(
        label=_("Decided by"), help_text=_("Names of those who decided it."), max_length=300
    )
    channel = forms.ChoiceField(
        choices=Channel.choices,
        initial=Channel.PAPER,
        label=_("Repeat it"),
        widget=forms.RadioSelect,
    )


class ConsentForm(forms.Form):
    text = forms.CharField(
        label=_("How the meeting was told and agreed"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
    )
