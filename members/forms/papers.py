"""Files that are put with a firm."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from members.domain.firms.firm_papers import MOST_MB, TYPES
from members.enums import FirmDocumentKind


class PaperField(forms.FileField):
    """A file of a kind that is kept with firms; the domain looks at its size and first bytes."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.FileInput(attrs={"accept": ",".join(TYPES)}))
        accepted = _("PDF, picture, DOCX, XLSX or OFD, at most {mb} MB.")
        kwargs.setdefault("help_text", format_lazy(accepted, mb=MOST_MB))
        super().__init__(**kwargs)


class FirmPaperForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=FirmDocumentKind.choices)
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Empty: the file's name.")
    )
    file = PaperField(label=_("File"))
