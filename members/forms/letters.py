"""What is typed to write letters: a text with fields, its languages, and whom to look for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from members.domain.letters.letter_writing import language_name
from members.enums import LetterPurpose, Reach
from members.forms.papers import PaperField
from members.models import LetterTemplate
from records.fields import Translated, TranslatedFormField, data_languages

MOST_REPORT_MB = 20


def _languages() -> list[tuple[str, str]]:
    return [(key, language_name(key)) for key in data_languages()]


class TextForm(forms.Form):
    """The text alone, as a preview reads it: anything may still be missing."""

    purpose = forms.ChoiceField(
        label=_("Purpose"),
        choices=LetterPurpose.choices,
        required=False,
        help_text=_("Decides which fields are known and whom the letter looks for first."),
    )
    subject = TranslatedFormField(label=_("Subject"), required=False)
    body = TranslatedFormField(label=pgettext_lazy("notice", "Text"), rows=12, required=False)
    shown_for = forms.CharField(
        label=_("Show it for the member number"), max_length=20, required=False
    )
    mailing = forms.UUIDField(widget=forms.HiddenInput, required=False)
    # A letter written by hand knows no field that only an act could give.
    by_hand = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def texts(self) -> tuple[Translated, Translated]:
        """Subject and text as typed, with the line ends of a file and not of a browser."""
        cleaned = getattr(self, "cleaned_data", {})
        return _plain(cleaned.get("subject")), _plain(cleaned.get("body"))


def _plain(text: Any) -> Translated:
    return Translated(
        {key: value.replace("\r\n", "\n").strip() for key, value in (text or {}).items()}
    )


class WrittenForm(TextForm):
    """A text that is kept: what the domain then says of its languages goes further."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("purpose", "subject", "body"):
            self.fields[name].required = True


class TemplateForm(WrittenForm):
    title = forms.CharField(
        label=_("Title"), max_length=100, help_text=_("For the secretariat; nobody else sees it.")
    )
    field_order = ["title", "purpose", "subject", "body"]


class EditMailingForm(WrittenForm):
    WAYS = [
        ("mail", _("By mail; on paper where no mail address is on record")),
        ("paper", _("On paper to all")),
    ]
    title = forms.CharField(
        label=_("Title"), max_length=200, help_text=_("For the secretariat; nobody else sees it.")
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=_languages,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A letter in both says the same twice, one after the other."),
    )
    way = forms.ChoiceField(label=_("How"), choices=WAYS, widget=forms.RadioSelect, initial="mail")
    first = forms.ChoiceField(label=_("Mail address of"), choices=Reach.choices)
    second = forms.ChoiceField(
        label=_("if there is none, of"), choices=[("", "–"), *Reach.choices], required=False
    )
    third = forms.ChoiceField(
        label=_("if there is none either, of"), choices=[("", "–"), *Reach.choices], required=False
    )
    field_order = ["title", "purpose", "subject", "body", "languages", "way"]

    def reach(self) -> list[str]:
        """In which order to look; nothing where all goes on paper."""
        if self.cleaned_data["way"] == "paper":
            return []
        wanted = (self.cleaned_data[name] for name in ("first", "second", "third"))
        return list(dict.fromkeys(key for key in wanted if key))


class MailingForm(EditMailingForm):
    by_hand = forms.BooleanField(widget=forms.HiddenInput, required=False, initial=True)
    numbers = forms.CharField(
        label=_("Or paste member numbers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("They take the place of the choice above. Blanks, commas or lines between."),
    )
    attachment = PaperField(label=_("Attachment"), required=False)
    field_order = [*EditMailingForm.field_order]


class TemplateChoiceForm(forms.Form):
    template = forms.ModelChoiceField(
        label=_("Template"),
        queryset=LetterTemplate.objects.all(),
        required=False,
        empty_label=_("an empty letter"),
    )


class ReportsForm(forms.Form):
    file = forms.FileField(
        label=_("Saved mails"),
        help_text=_("One mail as .eml, or several as mbox."),
        widget=forms.FileInput(attrs={"accept": ".eml,.mbox,message/rfc822"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_REPORT_MB * 1024 * 1024:
            raise forms.ValidationError(
                _("The file is larger than %(mb)s MB. Save fewer mails at a time."),
                params={"mb": MOST_REPORT_MB},
            )
        return file


class ReturnForm(forms.Form):
    words = forms.CharField(label=_("Why it came back"), max_length=300, required=False)
