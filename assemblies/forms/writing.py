"""Minutes. Rules are checked by the acts; a form only reads."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SignedCopyForm(forms.Form):
    """The scan of a signed paper; what it may be is said by the act."""

    scan = forms.FileField(label=_("Scan of the signed minutes (PDF, PNG or JPEG)"))


class WordFileForm(forms.Form):
    """An edited Word file of the minutes."""

    file = forms.FileField(label=_("Word file (.docx)"))
    language = forms.ChoiceField(
        label=_("Language of the file"), choices=[("zh", "中文"), ("en", "English")]
    )
