"""What is chosen for seats that a ballot left open. Rules are checked by the acts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assemblies.domain.governing import cited
from assemblies.domain.sitting.seats_left import OpenSeats
from assemblies.domain.sitting.settle_seats import SeatChoice
from assemblies.enums import SeatDecisionWay
from assemblies.forms.plan import DAY
from bylaws.domain.rounds import Allowed
from bylaws.enums import SeatWay
from elections.enums import Channel
from records.fields import Translated


class SeatsForm(forms.Form):
    """The ways that are open for the seats of one question, each with its source. What no text
    prescribes is the meeting's to decide, in its own words."""

    way = forms.ChoiceField(
        label=gettext_lazy("What is done about them"), widget=forms.RadioSelect, required=False
    )
    number = forms.IntegerField(
        label=gettext_lazy("How many stand in another ballot"), min_value=1, required=False
    )
    decided = forms.CharField(
        label=gettext_lazy("Where it says so, or how the meeting decided"),
        help_text=gettext_lazy("An article of the election method of the day, or the vote taken."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=500,
        required=False,
    )

    def __init__(self, data: Any, *, open_seats: OpenSeats) -> None:
        self.open_seats = open_seats
        super().__init__(data, prefix=str(open_seats.judged.contest.pk))
        ways = open_seats.ways
        field = self.fields["way"]
        field.choices = [(one.way.value, _told(one)) for one in ways]  # type: ignore[attr-defined]  # a ChoiceField
        if len(ways) == 1:
            field.initial = ways[0].way.value
        another = any(one.way in (SeatWay.ANOTHER_BALLOT, SeatWay.LOWER_BAR) for one in ways)
        if not another or open_seats.put_up is not None:
            del self.fields["number"]
        if not any(one.by_meeting for one in ways) and "number" not in self.fields:
            del self.fields["decided"]

    @property
    def left_open_by(self) -> Translated | None:
        """What leaves the choice to the association, where something does."""
        found = next((one.citations for one in self.open_seats.ways if one.by_meeting), ())
        return cited(found) if found else None

    def choice(self) -> SeatChoice | None:
        """None where nothing was chosen for these seats now."""
        data = self.cleaned_data
        if not data["way"]:
            return None
        return SeatChoice(
            contest=self.open_seats.judged.contest.pk,
            way=data["way"],
            decided=data.get("decided", ""),
            number=data.get("number"),
        )


def _told(allowed: Allowed) -> SafeString:
    told: object = cited(allowed.citations)
    if allowed.by_meeting:
        told = _("no text in force says so; the meeting decides")
    label = SeatDecisionWay(allowed.way.value).label
    return format_html('<span>{}<br><span class="cite">{}</span></span>', label, told)


class RoundForm(forms.Form):
    """How the next ballot is held, and the box that was on the page."""

    channel = forms.ChoiceField(
        choices=Channel.choices,
        label=gettext_lazy("Another ballot is held"),
        widget=forms.RadioSelect,
    )
    box = forms.UUIDField(widget=forms.HiddenInput)


class DrawForm(forms.Form):
    called = forms.CharField(
        label=gettext_lazy("Digits as called in the hall"),
        help_text=gettext_lazy("Six or more, each called or rolled by another person."),
        max_length=80,
    )


class GivenSeatForm(forms.Form):
    """From when a seat that was held back is held, and what settles it."""

    use_required_attribute = False
    day = forms.DateField(label=gettext_lazy("Holds from"), widget=DAY)
    source = forms.CharField(
        label=gettext_lazy("What settles it: the paper, or words"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
