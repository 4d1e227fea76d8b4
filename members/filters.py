"""What lists of the register can be narrowed by. Search finds both languages."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

import django_filters
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.domain import listing
from members.enums import ApplicationState, FirmSize, StandingStatus, Trade
from members.models import (
    Application,
    Certificate,
    ClassPeriod,
    Firm,
    MemberClass,
    Membership,
    Person,
    Representative,
    Standing,
    Tag,
)
from records.fields import contains, holds

# Keys that a query may name one by one.
MOST_AT_ONCE = 500
Found = TypeVar("Found", bound=Model)


def in_both(field: str, text: str) -> Q:
    """``text`` somewhere in the Chinese or the English of ``field``.

    The rows whose column cannot hold it are passed over before any JSON is read.
    """
    either = Q(**{f"{field}__zh__icontains": text}) | Q(**{f"{field}__en__icontains": text})
    return Q(**{f"{field}__may_hold": text}) & either


def few_or_all(found: QuerySet[Found], *, among: QuerySet[Found]) -> QuerySet[Found]:
    """``found``, by its keys ``among`` the others where they are few.

    A page of them and their count are then asked of these rows alone, and the whole table is
    searched once.
    """
    keys = list(found.order_by().values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    return among.filter(pk__in=keys) if len(keys) <= MOST_AT_ONCE else found


class FirmFilter(django_filters.FilterSet):
    """Works on ``listing.memberships_on`` of the same ``day`` (today where none is given).

    Each condition names keys that a query of its own finds: asking every firm in turn took seconds
    in a register of a hundred thousand.
    """

    search = django_filters.CharFilter(method="find", label=_("Name, number, code or person"))
    member_class = django_filters.ModelChoiceFilter(
        method="of_class",
        queryset=MemberClass.objects.all(),
        label=_("Class"),
        empty_label=_("all"),
    )
    status = django_filters.ChoiceFilter(
        method="of_status",
        choices=StandingStatus.choices,
        label=_("Standing"),
        empty_label=_("all"),
    )
    trade = django_filters.ChoiceFilter(
        method="of_firms", choices=Trade.choices, label=_("Trade"), empty_label=_("all")
    )
    size = django_filters.ChoiceFilter(
        method="of_firms", choices=FirmSize.choices, label=_("Size"), empty_label=_("all")
    )
    district = django_filters.ChoiceFilter(
        method="of_firms",
        field_name="district__zh",
        choices=listing.districts,
        label=_("District"),
        empty_label=_("all"),
    )
    tag = django_filters.ModelChoiceFilter(
        method="tagged", queryset=Tag.objects.all(), label=_("Tag"), empty_label=_("all")
    )

    class Meta:
        model = Membership
        fields: list[str] = []

    def __init__(self, *args: Any, day: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day or timezone.localdate()
        if not Tag.objects.exists():
            del self.filters["tag"]

    def find(self, queryset: QuerySet[Membership], name: str, value: str) -> QuerySet[Membership]:
        text = value.strip()
        firms = Firm.objects.filter(holds("found_by", text)).order_by().values_list("pk", flat=True)
        keys = list(firms[: MOST_AT_ONCE + 1])
        many = len(keys) > MOST_AT_ONCE
        people = Person.objects.filter(holds("found_by", text))
        acting = Representative.objects.filter(
            person__in=people.values("pk"), superseded_at__isnull=True
        )
        found = queryset.filter(
            contains("number", text)
            | (holds("firm__found_by", text) if many else Q(firm__in=keys))
            | Q(firm__in=acting.order_by().values("firm"))
        )
        # Of many a page is soon full, where each is asked in the order of the list.
        return found if many else few_or_all(found, among=queryset)

    def of_firms(
        self, queryset: QuerySet[Membership], name: str, value: str
    ) -> QuerySet[Membership]:
        return queryset.filter(**{f"firm__{name}": value})

    def of_class(self, queryset: QuerySet[Any], name: str, value: MemberClass) -> QuerySet[Any]:
        periods = ClassPeriod.objects.filter(ClassPeriod.holds_on(self.day), member_class=value)
        return queryset.filter(pk__in=periods.values("membership"))

    def of_status(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        standings = Standing.objects.filter(Standing.holds_on(self.day), status=value)
        return queryset.filter(pk__in=standings.values("membership"))

    def tagged(self, queryset: QuerySet[Any], name: str, value: Tag) -> QuerySet[Any]:
        return queryset.filter(firm__in=value.firms.values("pk"))


class PersonFilter(django_filters.FilterSet):
    """Works on ``listing.persons_on``."""

    search = django_filters.CharFilter(method="find", label=_("Name, firm or e-mail"))

    class Meta:
        model = Person
        fields: list[str] = []

    def find(self, queryset: QuerySet[Person], name: str, value: str) -> QuerySet[Person]:
        text = value.strip()
        return queryset.filter(
            in_both("name", text)
            | Q(email__icontains=text)
            | Exists(
                Representative.objects.filter(
                    in_both("firm__name", text),
                    person=OuterRef("pk"),
                    superseded_at__isnull=True,
                )
            )
        )


class ApplicationFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(method="find", label=_("Name, number or code"))
    state = django_filters.ChoiceFilter(
        choices=ApplicationState.choices, label=_("State"), empty_label=_("all")
    )

    class Meta:
        model = Application
        fields: list[str] = []

    def find(self, queryset: QuerySet[Application], name: str, value: str) -> QuerySet[Application]:
        text = value.strip()
        return queryset.filter(
            in_both("name", text) | Q(number__icontains=text) | Q(registration_code__icontains=text)
        )


class CertificateFilter(django_filters.FilterSet):
    search = django_filters.CharFilter(method="find", label=_("Firm, number or code"))

    class Meta:
        model = Certificate
        fields: list[str] = []

    def find(self, queryset: QuerySet[Certificate], name: str, value: str) -> QuerySet[Certificate]:
        text = value.strip()
        return queryset.filter(
            in_both("membership__firm__name", text)
            | Q(number__icontains=text)
            | Q(membership__number__icontains=text)
            | Q(code__iexact=text.replace("-", ""))
        )
