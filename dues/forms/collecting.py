"""What is entered where dues are collected: levels of reminding, calls, decisions on arrears."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dues.domain.collecting.standard_levels import LevelTerms
from members.forms import DayField
from members.forms.standing import DecidedForm
from records.fields import Translated, TranslatedFormField


class LevelForm(forms.Form):
    """A level of reminding from a day on."""

    effective_on = DayField(
        label=_("Effective on"), help_text=_("Until then the level stays as it is.")
    )
    title = TranslatedFormField(label=_("Title"))
    days_after = forms.IntegerField(
        label=_("Days after the due day"),
        min_value=1,
        max_value=3650,
        help_text=_(
            "Between two reminders at least as many days pass as lie between their levels."
        ),
    )
    subject = TranslatedFormField(label=_("Subject"))
    body = TranslatedFormField(label=_("Text"), rows=12)
    by_phone = forms.BooleanField(
        label=_("The firm is called as well"),
        required=False,
        help_text=_("It stands on the call list once the letter was released."),
    )
    source = TranslatedFormField(
        label=_("Where it is written"),
        required=False,
        help_text=_("The article of the dues measures, if they say so."),
    )

    def terms(self) -> LevelTerms:
        data = self.cleaned_data
        return LevelTerms(
            title=data["title"],
            days_after=data["days_after"],
            subject=_unix(data["subject"]),
            body=_unix(data["body"]),
            by_phone=data["by_phone"],
            source=data["source"] or Translated(),
        )


def _unix(text: Translated) -> Translated:
    """With the line ends of a file and not of a browser."""
    return Translated({key: value.replace("\r\n", "\n").strip() for key, value in text.items()})


class EndLevelForm(forms.Form):
    effective_on = DayField(label=_("There is no such level from"))


class CallForm(forms.Form):
    called_at = forms.DateTimeField(
        label=_("Called"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    spoke_to = forms.CharField(label=_("Spoke to"), max_length=100, required=False)
    note = forms.CharField(label=_("What was said"), widget=forms.Textarea(attrs={"rows": 3}))
    promised_on = DayField(
        label=_("Payment promised for"),
        required=False,
        help_text=_("The firm is called again if it has not paid by then."),
    )
    call_again_on = DayField(label=_("Call again on"), required=False)


class SuspendVoteForm(DecidedForm):
    """The decision that takes a member's vote for arrears."""

    from_on = DayField(label=_("The vote is suspended from"))


class GiveVoteBackForm(forms.Form):
    on = DayField(
        label=_("Votes again from"),
        help_text=_("The first day on which the vote is not suspended."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)


class LapseForm(forms.Form):
    """The ground and the rule of a case of loss of membership, proposed from the books."""

    ground = TranslatedFormField(label=_("What happened"), rows=3)
    citation = TranslatedFormField(
        label=_("Rule"), help_text=_("As the bylaws in force state it; name the very item.")
    )
