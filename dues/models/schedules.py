"""What members owe a period, by the day from which it holds."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dues.enums import ProRata, ScheduleState, TierBasis
from members.enums import FirmSize, Office
from members.models import MemberClass, Membership
from records.fields import Translated, TranslatedField, in_all_languages
from records.models import DatedFact, Decision, Entity


class DuesSchedule(Entity):
    """A dated dues standard. Adopted by a decision; a rate that changes is another schedule.

    Periods begin on ``effective_on`` and go from one anchor to the next: the day and month of the
    anchor, every ``period_months`` months.
    """

    title = TranslatedField(_("title"))
    effective_on = models.DateField(_("effective on"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    state = models.CharField(
        max_length=10, choices=ScheduleState.choices, default=ScheduleState.DRAFT
    )
    period_months = models.PositiveSmallIntegerField(_("months of a period"), default=12)
    anchor_month = models.PositiveSmallIntegerField(_("a period begins in month"), default=1)
    anchor_day = models.PositiveSmallIntegerField(_("on day"), default=1)
    window_days = models.PositiveSmallIntegerField(
        _("payable within days of the period's beginning"), default=90
    )
    least_days = models.PositiveSmallIntegerField(
        _("yet at least days after the notice"), default=30
    )
    pro_rata = models.CharField(
        _("part of a period"), max_length=10, choices=ProRata.choices, default=ProRata.FULL
    )
    highest_only = models.BooleanField(_("only the highest of several tiers is owed"), default=True)
    waived_by = TranslatedField(
        _("may be waived by"), blank=True, help_text=_("The body, as the dues measures name it.")
    )
    citation = TranslatedField(_("where it is written"), blank=True)
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.PROTECT)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-effective_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state=ScheduleState.DRAFT) | models.Q(decision__isnull=False),
                name="dues_schedule_in_use_names_its_decision",
            ),
            models.UniqueConstraint(
                fields=["effective_on"],
                condition=models.Q(state=ScheduleState.ADOPTED),
                name="one_schedule_begins_on_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on__isnull=True)
                | models.Q(until_on__gt=models.F("effective_on")),
                name="schedule_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(period_months__in=[1, 2, 3, 4, 6, 12, 24]),
                name="schedule_period_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


NAMED_BY_KEY: dict[TierBasis, type[models.TextChoices]] = {
    TierBasis.OFFICE: Office,
    TierBasis.SIZE: FirmSize,
}


class Tier(models.Model):
    """One definite amount a period (no range: 民发〔2014〕166号 ¶3).

    For a class of members, for an office that is held for the firm, or for a size of firm: ``key``
    is the class's key, the office or the size.
    """

    schedule = models.ForeignKey(DuesSchedule, on_delete=models.CASCADE, related_name="tiers")
    basis = models.CharField(max_length=10, choices=TierBasis.choices, default=TierBasis.CLASS)
    member_class = models.ForeignKey(MemberClass, null=True, blank=True, on_delete=models.PROTECT)
    key = models.CharField(max_length=30, blank=True)
    amount = models.DecimalField(_("amount a period"), max_digits=12, decimal_places=2)

    class Meta:
        ordering = ["-amount"]
        constraints = [
            models.UniqueConstraint(
                fields=["schedule", "member_class"], name="tier_once_per_class"
            ),
            models.UniqueConstraint(
                fields=["schedule", "basis", "key"],
                condition=~models.Q(key=""),
                name="tier_once_per_key",
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="tier_not_negative"),
            models.CheckConstraint(
                condition=models.Q(basis=TierBasis.CLASS, member_class__isnull=False, key="")
                | (
                    ~models.Q(basis=TierBasis.CLASS)
                    & ~models.Q(key="")
                    & models.Q(member_class__isnull=True)
                ),
                name="tier_goes_by_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def name(self) -> Translated:
        """What the tier goes by, in all languages."""
        if self.member_class is not None:
            return Translated(self.member_class.name)
        label = NAMED_BY_KEY[TierBasis(self.basis)](self.key).label
        return in_all_languages(label)


class Waiver(DatedFact):
    """That a body let a member off its dues, or a part of them, for a time.

    The member owes ``num``/``den`` less. The decision names the body; ``reason`` says why.
    """

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="waivers")
    num = models.PositiveIntegerField(default=1)
    den = models.PositiveIntegerField(default=1)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT)

    class Meta:
        ordering = ["membership", "from_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(den__gt=0, num__gt=0, num__lte=models.F("den")),
                name="waiver_is_a_share",
            )
        ]
