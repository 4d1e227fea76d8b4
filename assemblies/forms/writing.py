"""Minutes. Rules are checked by the acts; a form only reads."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assemblies.domain.writing.excerpts import CERTIFIERS, Certifier


class SignedCopyForm(forms.Form):
    """The scan of a signed paper; what it may be is said by the act."""

    scan = forms.FileField(label=_("Scan of the signed minutes (PDF, PNG or JPEG)"))


class WordFileForm(forms.Form):
    """An edited Word file of the minutes."""

    file = forms.FileField(label=_("Word file (.docx)"))
    language = forms.ChoiceField(
        label=_("Language of the file"), choices=[("zh", "中文"), ("en", "English")]
    )


class ExcerptForm(forms.Form):
    """The items are ticked on the page itself."""

    addressee = forms.CharField(label=_("For whom"), max_length=200)
    purpose = forms.CharField(label=_("For what purpose"), max_length=300)
    attendance = forms.BooleanField(
        label=_("With the figures of the attendance and the quorum"), required=False, initial=True
    )
    certifier = forms.ChoiceField(label=_("Who certifies it"))

    def __init__(self, *args: Any, certifiers: list[Certifier], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(one.person.pk): one.person for one in certifiers}
        self.fields["certifier"].choices = [  # type: ignore[attr-defined]
            (str(one.person.pk), f"{one.person} · {CERTIFIERS[one.function]}") for one in certifiers
        ]

    def told(self) -> dict[str, Any]:
        """What the act of making one takes, but for the items."""
        return {**self.cleaned_data, "certifier": self.people[self.cleaned_data["certifier"]]}
