"""A dues standard as it is drawn up, and the decision that adopted one elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from dues.domain.drafting import Terms, TierTerms
from dues.enums import ProRata, TierBasis
from dues.forms.fields import AmountField
from dues.models import DuesSchedule
from members.enums import FirmSize, Office
from members.forms import DayField
from members.forms.standing import DecidedForm
from members.models import MemberClass
from records.fields import Translated, TranslatedFormField

PERIODS = {
    1: _("a month"),
    2: _("two months"),
    3: _("a quarter"),
    4: _("four months"),
    6: _("half a year"),
    12: _("a year"),
    24: _("two years"),
}
NAMED: dict[str, tuple[TierBasis, Any]] = {
    "office": (TierBasis.OFFICE, Office),
    "size": (TierBasis.SIZE, FirmSize),
}


class ScheduleForm(forms.Form):
    """The terms, and a field for the amount of each class, office and size."""

    title = TranslatedFormField(label=_("Title"))
    effective_on = DayField(label=_("Effective on"))
    until_on = DayField(
        label=_("Until"),
        required=False,
        help_text=_("The first day on which it no longer holds; empty while it is open."),
    )
    period_months = forms.TypedChoiceField(
        label=_("A period is"), choices=list(PERIODS.items()), coerce=int, initial=12
    )
    anchor_month = forms.TypedChoiceField(
        label=_("A period begins in"), choices=list(MONTHS.items()), coerce=int, initial=1
    )
    anchor_day = forms.IntegerField(
        label=_("On day"),
        min_value=1,
        max_value=31,
        initial=1,
        help_text=_("In a shorter month its last day."),
    )
    window_days = forms.IntegerField(
        label=_("Payable within days of the period's beginning"),
        min_value=0,
        max_value=3660,
        initial=90,
    )
    least_days = forms.IntegerField(
        label=_("Yet at least days after the notice"), min_value=0, max_value=366, initial=30
    )
    pro_rata = forms.ChoiceField(
        label=_("Who is a member for a part of a period owes"), choices=ProRata.choices
    )
    highest_only = forms.BooleanField(
        label=_("Of several tiers only the highest is owed"), required=False, initial=True
    )
    waived_by = TranslatedFormField(
        label=_("Dues may be waived by"),
        required=False,
        help_text=_("The body, as the dues measures name it."),
    )
    citation = TranslatedFormField(label=_("Where it is written"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.classes = {f"class_{row.pk}": row for row in MemberClass.objects.order_by("rank")}
        for name, member_class in self.classes.items():
            self.fields[name] = _amount(member_class.name)
        for basis, (_tier_basis, choices) in NAMED.items():
            for choice in choices:
                self.fields[f"{basis}_{choice.value}"] = _amount(choice.label)

    def class_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.classes]

    def named_fields(self) -> dict[str, list[forms.BoundField]]:
        """The fields of offices and of sizes."""
        return {
            basis: [self[f"{basis}_{choice.value}"] for choice in choices]
            for basis, (_tier_basis, choices) in NAMED.items()
        }

    def term_fields(self) -> list[forms.BoundField]:
        """What the template does not place itself."""
        return [self[name] for name in ScheduleForm.base_fields]

    @property
    def has_named(self) -> bool:
        """Whether an amount goes by office or size, so that their fields are shown open."""
        return any(field.value() for fields in self.named_fields().values() for field in fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        begin, end = cleaned.get("effective_on"), cleaned.get("until_on")
        if begin and end and end <= begin:
            self.add_error("until_on", _("It has to end after it begins."))
        if not self.errors and not any(True for _tier in self._tiers(cleaned)):
            raise forms.ValidationError(_("Enter the amount of at least one tier."))
        return cleaned

    def terms(self) -> Terms:
        data = {name: self.cleaned_data[name] for name in ScheduleForm.base_fields}
        for name in ("waived_by", "citation"):
            data[name] = data[name] or Translated()
        return Terms(**data)

    def tiers(self) -> list[TierTerms]:
        return list(self._tiers(self.cleaned_data))

    def _tiers(self, cleaned: dict[str, Any]) -> Iterator[TierTerms]:
        for name, member_class in self.classes.items():
            if cleaned.get(name) is not None:
                yield TierTerms(amount=cleaned[name], member_class=member_class)
        for prefix, (basis, choices) in NAMED.items():
            for choice in choices:
                amount = cleaned.get(f"{prefix}_{choice.value}")
                if amount is not None:
                    yield TierTerms(amount=amount, basis=basis, key=choice.value)


def _amount(label: object) -> AmountField:
    return AmountField(label=label, required=False, nothing=True)


def values_of(schedule: DuesSchedule) -> dict[str, Any]:
    """The form's values for a draft."""
    values = {name: getattr(schedule, name) for name in ScheduleForm.base_fields}
    for tier in schedule.tiers.all():
        name = f"class_{tier.member_class_id}" if not tier.key else f"{tier.basis}_{tier.key}"
        values[name] = tier.amount
    return values


class AdoptForm(DecidedForm):
    secret = forms.BooleanField(
        label=_("It was voted on by secret ballot, as the paper shows"), required=False
    )
