"""Signatures. What may sign is said by the act; a form only reads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import User


class SignForm(forms.Form):
    """A signature in one place: proved by the password, made with the association's certificate or
    with one's own."""

    password = forms.CharField(
        label=_("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    own = forms.FileField(
        label=_("Your own certificate (.p12), if you have one"),
        required=False,
    )
    passphrase = forms.CharField(
        label=_("Its passphrase"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("The password is not right. Nothing was signed."))
        return password


class RevokeForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class FileCheckForm(forms.Form):
    """A file that somebody was given; what it may be is said by the check."""

    file = forms.FileField(label=_("Minutes or extract (PDF), or package of a term (ZIP)"))
