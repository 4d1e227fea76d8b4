"""A notice after the notice, and the files of a meeting. Rules are checked by the acts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assemblies.domain.convening.change_drafts import has_gap
from assemblies.domain.convening.enclosures import offers
from assemblies.models import AgendaItem, Assembly
from records.fields import TranslatedFormField


class ChangeForm(forms.Form):
    """What every later notice says, and what goes with it."""

    subject = TranslatedFormField(label=_("Subject"))
    text = TranslatedFormField(label=pgettext_lazy("notice", "Text"), rows=10)
    enclosed = forms.MultipleChoiceField(
        label=_("Enclosed"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enclosed"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (offer.key, str(offer.title)) for offer in offers(assembly)
        ]

    def clean_text(self) -> Any:
        text = self.cleaned_data["text"]
        if has_gap(text):
            raise forms.ValidationError(
                _("Fill in what stands between 【▷ and 】, or strike it out.")
            )
        return text


class NewDateForm(forms.Form):
    """When and where a postponed meeting is held: asked first, since the draft tells of it."""

    starts_at = forms.DateTimeField(
        label=_("Starts"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    place = TranslatedFormField(label=_("Place"), required=False)


class PostponeForm(NewDateForm, ChangeForm):
    field_order = ["starts_at", "place", "subject", "text", "enclosed"]


class FileForm(forms.Form):
    file = forms.FileField(label=_("File (PDF, DOCX, PNG or JPEG)"))
    title = TranslatedFormField(label=_("Title"), required=False)
    item = forms.ModelChoiceField(
        queryset=AgendaItem.objects.none(),
        label=_("Item"),
        empty_label=_("the meeting as such"),
        required=False,
    )

    def __init__(self, *args: Any, assembly: Assembly, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        items = assembly.items.order_by("position")
        self.fields["item"].queryset = items  # type: ignore[attr-defined]
