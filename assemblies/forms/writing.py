"""Minutes. Rules are checked by the acts; a form only reads."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SignedCopyForm(forms.Form):
    """The scan of a signed paper; what it may be is said by the act."""

    scan = forms.FileField(label=_("Scan of the signed minutes (PDF, PNG or JPEG)"))
