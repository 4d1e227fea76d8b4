"""Which period is run, and on which day its notices are issued."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from dues.domain.running import Plan
from members.forms import DayField
from members.models import Firm


class RunForm(forms.Form):
    """``period`` is the first day of the period."""

    period = forms.TypedChoiceField(
        label=_("Period"), coerce=date.fromisoformat, widget=forms.RadioSelect
    )
    issued_on = DayField(
        label=_("Issued on"),
        help_text=_("The day on the notices; what is owed is booked on it."),
    )
    firm = forms.ModelChoiceField(
        queryset=Firm.objects.filter(membership__isnull=False),
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, plans: Sequence[Plan] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plans = plans
        self.fields["period"].choices = [  # type: ignore[attr-defined]  # of a choice field
            (plan.period.from_on.isoformat(), _named(plan)) for plan in plans
        ]

    def clean_issued_on(self) -> date:
        """A year mistyped would have everybody pay in another century."""
        day: date = self.cleaned_data["issued_on"]
        last = max((plan.period.last_day for plan in self.plans), default=None)
        if last is not None and day > last:
            raise forms.ValidationError(
                _("No notice is issued after %(day)s, when the last of these periods ends."),
                params={"day": date_format(last)},
            )
        return day


def _named(plan: Plan) -> str:
    begin = date_format(plan.period.from_on)
    end = date_format(plan.period.last_day)
    return f"{begin} – {end} · {plan.schedule.title}"
