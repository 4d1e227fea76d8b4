"""What lists of the dues can be narrowed by."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from dues.domain import invoice_list
from dues.domain.receiving import payment_list
from dues.enums import InvoiceState, PaymentMethod, PaymentState, RunState
from dues.models import BankAccount, DuesRun, Invoice, Payment
from members.filters import few_or_all, in_both
from members.models import ClassPeriod, Firm, MemberClass, Membership
from records.fields import contains, holds


class _RunChoice(django_filters.fields.ModelChoiceField):
    def label_from_instance(self, obj: DuesRun) -> str:
        return f"{date_format(obj.from_on, 'Y-m')} · {date_format(obj.issued_on, 'Y-m-d')}"


class _RunFilter(django_filters.ModelChoiceFilter):
    field_class = _RunChoice


class InvoiceFilter(django_filters.FilterSet):
    """Works on ``invoice_list.all_invoices``; each condition is a query of keys of its own."""

    search = django_filters.CharFilter(method="find", label=_("Number, reference or firm"))
    state = django_filters.ChoiceFilter(
        method="of_state", choices=InvoiceState.choices, label=_("State"), empty_label=_("all")
    )
    member_class = django_filters.ModelChoiceFilter(
        method="of_class",
        queryset=MemberClass.objects.order_by("rank"),
        label=_("Class"),
        empty_label=_("all"),
    )
    run = _RunFilter(
        queryset=DuesRun.objects.filter(state=RunState.WRITTEN),
        label=_("Run"),
        empty_label=_("all"),
    )
    year = django_filters.NumberFilter(
        field_name="issued_on__year", label=_("Year"), min_value=MINYEAR, max_value=MAXYEAR
    )

    class Meta:
        model = Invoice
        fields: list[str] = []

    def __init__(self, *args: Any, day: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day or timezone.localdate()
        self.narrowed = self.queryset

    def find(self, queryset: QuerySet[Invoice], name: str, value: str) -> QuerySet[Invoice]:
        text = value.strip()
        members = Membership.objects.filter(contains("number", text)).order_by()
        # The plain text first: only of what holds it the JSON is read.
        firms = Firm.objects.filter(holds("found_by", text), in_both("name", text))
        found = queryset.filter(
            contains("number", text)
            | contains("reference", "".join(text.split()))
            | Q(firm__in=members.values("firm"))
            | Q(firm__in=firms.order_by().values("pk"))
        )
        return few_or_all(found, among=queryset)

    def filter_queryset(self, queryset: QuerySet[Invoice]) -> QuerySet[Invoice]:
        """The state last: a page of it is found otherwise than the number of all."""
        state = self.form.cleaned_data["state"]
        self.narrowed = found = super().filter_queryset(queryset)
        return invoice_list.in_state(found, state, self.day) if state else found

    def number(self) -> int:
        """How many there are in :attr:`qs`, which has to be asked for before."""
        state = self.form.cleaned_data["state"] if self.is_bound and self.is_valid() else ""
        return invoice_list.number_in(self.narrowed, state, self.day)

    def of_state(self, queryset: QuerySet[Invoice], name: str, value: str) -> QuerySet[Invoice]:
        return queryset

    def of_class(
        self, queryset: QuerySet[Invoice], name: str, value: MemberClass
    ) -> QuerySet[Invoice]:
        # Asked of each invoice in the order of the list: a page is full after a few of them.
        periods = ClassPeriod.objects.filter(
            ClassPeriod.holds_on(self.day),
            member_class=value,
            membership__firm=OuterRef("firm"),
        )
        return queryset.filter(Exists(periods))


class PaymentFilter(django_filters.FilterSet):
    """Works on ``payment_list.all_payments``."""

    search = django_filters.CharFilter(method="find", label=_("Payer, text, account or firm"))
    state = django_filters.ChoiceFilter(
        method="of_state", choices=PaymentState.choices, label=_("State"), empty_label=_("all")
    )
    method = django_filters.ChoiceFilter(
        choices=PaymentMethod.choices, label=_("Way"), empty_label=_("all")
    )
    account = django_filters.ModelChoiceFilter(
        queryset=BankAccount.objects.all(), label=_("Bank account"), empty_label=_("all")
    )
    year = django_filters.NumberFilter(
        field_name="paid_on__year", label=_("Year"), min_value=MINYEAR, max_value=MAXYEAR
    )

    class Meta:
        model = Payment
        fields: list[str] = []

    def find(self, queryset: QuerySet[Payment], name: str, value: str) -> QuerySet[Payment]:
        text = value.strip()
        firms = Firm.objects.filter(
            in_both("name", text) | Q(membership__number__icontains=text)
        ).values("pk")
        return queryset.filter(
            Q(payer__icontains=text)
            | Q(text__icontains=text)
            | Q(payer_account__icontains=text)
            | Q(firm__in=firms)
        )

    def of_state(self, queryset: QuerySet[Payment], name: str, value: str) -> QuerySet[Payment]:
        return payment_list.in_state(queryset, value)
