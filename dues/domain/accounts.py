"""The chart of accounts and the bank accounts, as the association keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from bylaws.models import Association
from dues.enums import AccountKind, AccountRole
from dues.errors import (
    AccountNumberTaken,
    BankAccountInOtherCurrency,
    BankAccountTaken,
    NoBankLedger,
)
from dues.models import Account, BankAccount
from members.models import User
from records.domain import log
from records.fields import Translated

STREAM = "dues"
ADDED = {
    AccountRole.EXPENSE: AccountKind.EXPENSE,
    AccountRole.OTHER_INCOME: AccountKind.INCOME,
    AccountRole.BANK: AccountKind.ASSET,
}
"""Of these there may be several; of the others the books need exactly the one that they have."""


@dataclass(frozen=True, slots=True)
class BankFacts:
    """A bank account as invoices tell it; see :class:`dues.models.BankAccount`."""

    name: Translated
    bank: Translated
    number: str
    bank_code: str
    currency: str
    ledger: Account
    for_invoices: bool = True


def _refuse_taken(code: str, *, but: Account | None = None) -> None:
    taken = Account.objects.filter(code=code).first()
    if taken is not None and taken != but:
        raise AccountNumberTaken(code=code, name=str(taken.name))


@transaction.atomic
def add_account(
    *, code: str, name: Translated, role: str, by: User | None, at: datetime
) -> Account:
    """A further account of a role that may have several. Raises AccountNumberTaken."""
    _refuse_taken(code)
    account = Account.objects.create(code=code, name=name, role=role, kind=ADDED[AccountRole(role)])
    payload = {"account": account.pk, "code": code, "role": role}
    log.record(stream=STREAM, event="account_added", payload=payload, by=by, at=at)
    return account


@transaction.atomic
def edit_account(
    *, account: Account, code: str, name: Translated, by: User | None, at: datetime
) -> Account:
    """Another number or name; what it is for stays. Raises AccountNumberTaken."""
    account = Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    if (account.code, account.name) == (code, name):
        return account
    _refuse_taken(code, but=account)
    payload = {"account": account.pk, "before": account.code, "code": code}
    account.code, account.name = code, name
    account.save(update_fields=["code", "name"])
    log.record(stream=STREAM, event="account_edited", payload=payload, by=by, at=at)
    return account


@transaction.atomic
def save_bank_account(
    *, facts: BankFacts, account: BankAccount | None = None, by: User | None, at: datetime
) -> BankAccount:
    """Enter a bank account, or correct ``account``. Papers that were made stay as they are.

    Raises BankAccountTaken, NoBankLedger, BankAccountInOtherCurrency: the books know one currency,
    and nobody says here what another is worth.
    """
    association = Association.objects.first()
    if association is not None and facts.currency != association.currency:
        raise BankAccountInOtherCurrency(found=facts.currency, wanted=association.currency)
    if facts.ledger.role != AccountRole.BANK:
        raise NoBankLedger
    if account is not None:
        account = BankAccount.objects.select_for_update(no_key=True).get(pk=account.pk)
    same = BankAccount.objects.filter(number=facts.number).first()
    if same is not None and same != account:
        raise BankAccountTaken(number=facts.number)
    known = account is not None
    account = account or BankAccount()
    for field in BankFacts.__dataclass_fields__:
        setattr(account, field, getattr(facts, field))
    account.save()
    event = "bank_account_edited" if known else "bank_account_added"
    log.record(stream=STREAM, event=event, payload={"account": account.pk}, by=by, at=at)
    return account
