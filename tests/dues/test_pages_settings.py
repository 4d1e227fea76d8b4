"""Settings of the dues: books, accounts, bank accounts."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dues.models import Account, BankAccount
from records.fields import Translated
from tests.factories.dues import make_association, make_bank_account, make_schedule
from tests.factories.members import make_secretary

pytestmark = pytest.mark.django_db
EN = {"accept-language": "en"}


@pytest.fixture
def office(client: Client) -> Client:
    make_association()
    client.force_login(make_secretary())
    return client


def test_books_are_opened_from_the_profile_once(office: Client) -> None:
    before = office.get(reverse("dues:settings"), headers=EN).text
    for _again in range(2):
        office.post(reverse("dues:open_books"))

    assert "The books are not open yet" in before
    assert Account.objects.count() == 12
    assert (
        "会费收入" in office.get(reverse("dues:settings"), headers={"accept-language": "zh"}).text
    )


def test_account_gets_the_number_of_the_associations_own_books(office: Client) -> None:
    office.post(reverse("dues:open_books"))
    account = Account.objects.get(role="income")

    office.post(
        reverse("dues:account_edit", args=[account.pk]),
        {"code": "4301", "name_zh": "会费", "name_en": "Dues"},
    )

    account.refresh_from_db()
    assert (account.code, account.name, account.kind) == (
        "4301",
        Translated(zh="会费", en="Dues"),
        "income",
    )


def test_number_of_another_account_is_refused(office: Client) -> None:
    office.post(reverse("dues:open_books"))
    account = Account.objects.get(role="income")

    response = office.post(
        reverse("dues:account_edit", args=[account.pk]),
        {"code": "1001", "name_zh": "会费", "name_en": "Dues"},
        headers=EN,
    )

    assert (response.status_code, "1001 is there already" in response.text) == (400, True)


def test_expense_account_is_added(office: Client) -> None:
    office.post(reverse("dues:open_books"))

    office.post(
        reverse("dues:account_add"),
        {"code": "5202", "name_zh": "会议费", "name_en": "Meetings", "role": "expense"},
    )

    account = Account.objects.get(code="5202")
    assert (account.kind, account.role) == ("expense", "expense")


def bank(**changed: Any) -> dict[str, Any]:
    return {
        "name_zh": "晋东市汽车流通与维修协会",
        "name_en": "Jindong Association",
        "bank_zh": "晋东市商业银行",
        "bank_en": "Bank of Jindong",
        "number": "4301  2207 1920 0099",
        "bank_code": "",
        "currency": "cny",
        "ledger": Account.objects.get(role="bank").pk,
        "for_invoices": "on",
        **changed,
    }


def test_bank_account_is_entered_and_corrected(office: Client) -> None:
    office.post(reverse("dues:open_books"))
    office.post(reverse("dues:bank_account_add"), bank())
    account = BankAccount.objects.get()
    office.post(reverse("dues:bank_account_edit", args=[account.pk]), bank(bank_code="JDBKCNBX"))

    account.refresh_from_db()
    assert (account.number, account.currency, account.bank_code, account.for_invoices) == (
        "4301 2207 1920 0099",
        "CNY",
        "JDBKCNBX",
        True,
    )


def test_bank_account_is_not_entered_twice(office: Client) -> None:
    make_schedule()
    known = make_bank_account()

    response = office.post(reverse("dues:bank_account_add"), bank(number=known.number), headers=EN)

    assert (response.status_code, "entered already" in response.text) == (400, True)
    assert BankAccount.objects.count() == 1


def test_bank_account_in_another_currency_than_the_books_is_refused(office: Client) -> None:
    make_schedule()

    response = office.post(reverse("dues:bank_account_add"), bank(currency="EUR"), headers=EN)

    assert (response.status_code, "the books are kept in CNY" in response.text) == (400, True)
    assert not BankAccount.objects.exists()
