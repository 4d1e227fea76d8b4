"""What lists of the register can be narrowed by. Search finds both languages."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from members.enums import StandingStatus, Trade
from members.models import Firm, MemberClass, Person, Representative


def in_both(field: str, text: str) -> Q:
    return Q(**{f"{field}__zh__icontains": text}) | Q(**{f"{field}__en__icontains": text})


def _districts() -> list[tuple[str, str]]:
    found = Firm.objects.exclude(district={}).values_list("district", flat=True).distinct()
    return sorted({(district.zh, str(district)) for district in found})


class FirmFilter(django_filters.FilterSet):
    """Works on ``listing.firms_on``."""

    search = django_filters.CharFilter(method="find", label=_("Name, number, code or person"))
    member_class = django_filters.ModelChoiceFilter(
        method="of_class",
        queryset=MemberClass.objects.all(),
        label=_("Class"),
        empty_label=_("all"),
    )
    status = django_filters.ChoiceFilter(
        choices=StandingStatus.choices, label=_("Standing"), empty_label=_("all")
    )
    trade = django_filters.ChoiceFilter(
        choices=Trade.choices, label=_("Trade"), empty_label=_("all")
    )
    district = django_filters.ChoiceFilter(
        choices=_districts,
        field_name="district__zh",
        label=_("District"),
        empty_label=_("all"),
    )

    class Meta:
        model = Firm
        fields: list[str] = []

    def find(self, queryset: QuerySet[Firm], name: str, value: str) -> QuerySet[Firm]:
        text = value.strip()
        people = Representative.objects.filter(
            in_both("person__name", text), firm=OuterRef("pk"), superseded_at__isnull=True
        )
        return queryset.filter(
            in_both("name", text)
            | Q(registration_code__icontains=text)
            | Q(membership__number__icontains=text)
            | Q(legal_representative__icontains=text)
            | Exists(people)
        )

    def of_class(self, queryset: QuerySet[Any], name: str, value: MemberClass) -> QuerySet[Any]:
        return queryset.filter(class_id=value.pk)


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
