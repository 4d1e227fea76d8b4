"""What a run would pass over or not reach: members to look at before it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dues.domain.periods import Period
from dues.domain.running import Plan
from dues.domain.wanted import LIABLE
from dues.enums import TierBasis
from members.models import (
    ClassPeriod,
    Contact,
    Mandate,
    Membership,
    Representative,
    Standing,
)

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Missing:
    """Members that lack something: how many, and the first of them by number."""

    key: str
    label: str | Promise
    hint: str | Promise
    count: int
    members: list[Membership]
    blocks_billing: bool


def missing_for(plan: Plan) -> list[Missing]:
    """The lists that are not empty."""
    members = _liable(plan.period)
    day = plan.issued_on
    lists: Iterable[tuple[str, Promise, Promise, QuerySet[Membership], bool]] = (
        (
            "tier",
            _("members without a tier"),
            _("No tier is for their class, office or size: they are not billed."),
            _without_tier(members, plan),
            True,
        ),
        (
            "representative",
            _("members without a voting representative"),
            _("They are billed; nobody is named to whom it could be said."),
            members.exclude(firm__in=_voting(day).values("firm")),
            False,
        ),
        (
            "mail",
            _("members without any e-mail"),
            _("They are billed; the notice has to go by post."),
            _without_mail(members, day),
            False,
        ),
        (
            "merged",
            _("entries that go on as another"),
            _("Recorded twice: the firm is billed once, under the other entry."),
            Membership.objects.filter(firm__merged_into__isnull=False),
            False,
        ),
    )
    found = []
    for key, label, hint, rows, blocks in lists:
        count = rows.count()
        if count:
            shown = list(rows.select_related("firm").order_by("number")[:SHOWN])
            found.append(Missing(key, str(label), str(hint), count, shown, blocks))
    return found


def _touches(period: Period) -> Q:
    return Q(
        Q(until_on__isnull=True) | Q(until_on__gt=period.from_on),
        superseded_at__isnull=True,
        from_on__lt=period.until_on,
    )


def _liable(period: Period) -> QuerySet[Membership]:
    """Who is a member with duties on some day of the period, and recorded once."""
    standings = Standing.objects.filter(_touches(period), status__in=LIABLE)
    return Membership.objects.filter(
        pk__in=standings.values("membership"), firm__merged_into__isnull=True
    )


def _without_tier(members: QuerySet[Membership], plan: Plan) -> QuerySet[Membership]:
    tiers = list(plan.schedule.tiers.all())
    classes = [tier.member_class_id for tier in tiers if tier.basis == TierBasis.CLASS]
    offices = [tier.key for tier in tiers if tier.basis == TierBasis.OFFICE]
    sizes = [tier.key for tier in tiers if tier.basis == TierBasis.SIZE]
    touching = _touches(plan.period)
    periods = ClassPeriod.objects.filter(touching, member_class__in=classes)
    members = members.exclude(pk__in=periods.values("membership"))
    if offices:
        held = Mandate.objects.filter(touching, office__in=offices, firm__isnull=False)
        members = members.exclude(firm__in=held.values("firm"))
    return members.exclude(firm__size__in=sizes) if sizes else members


def _voting(day: date) -> QuerySet[Representative]:
    return Representative.objects.filter(Representative.holds_on(day), votes=True)


def _without_mail(members: QuerySet[Membership], day: date) -> QuerySet[Membership]:
    contacts = Contact.objects.exclude(email="")
    people = _voting(day).exclude(person__email="")
    return (
        members.filter(firm__email="")
        .exclude(firm__in=contacts.values("firm"))
        .exclude(firm__in=people.values("firm"))
    )
