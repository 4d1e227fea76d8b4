"""What a reminder may name of a firm's dues, in both languages of the letters."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from dues.domain.arrears import Claim
from dues.domain.collecting.arrears_rules import rules_on
from dues.domain.papers.invoice_papers import account_for_invoices
from dues.models import BankAccount, Invoice
from members.domain.letters.recipients import day_in_words
from members.domain.rules import Ruling
from records.domain.pdf import LANGUAGES
from records.fields import Translated

UNITS = {"CNY": "元"}

Values = dict[str, Translated | str]


@dataclass(frozen=True, slots=True)
class Facts:
    """What all reminders of a day share."""

    invoices: Mapping[uuid.UUID, Invoice]
    accounts: Mapping[str, BankAccount | None]
    consequence: Translated


def facts_for(invoices: Sequence[uuid.UUID], day: date) -> Facts:
    """Read once what the reminders of ``invoices`` name."""
    rows = Invoice.objects.in_bulk(invoices)
    currencies = {row.currency for row in rows.values()}
    accounts = {currency: account_for_invoices(currency) for currency in currencies}
    return Facts(rows, accounts, consequence_on(day))


def told_amount(amount: Decimal, currency: str) -> Translated:
    """1,000.00元, CNY 1,000.00: as letters write an amount."""
    unit = UNITS.get(currency, f" {currency}")
    return Translated(zh=f"{amount:,.2f}{unit}", en=f"{currency} {amount:,.2f}")


def consequence_on(day: date) -> Translated:
    """What the bylaws in force attach to arrears, each with its place; empty where they say
    nothing, so that no letter threatens with what is not written."""
    rules = rules_on(day)
    found = (_exit(rules.exit_years), _vote(rules.suspend_vote))
    sentences = [sentence for sentence in found if sentence]
    if not sentences:
        return Translated()
    return Translated(
        zh="\n\n" + "".join(sentence.zh for sentence in sentences),
        en="\n\n" + " ".join(sentence.en for sentence in sentences),
    )


def _exit(ruling: Ruling | None) -> Translated | None:
    if ruling is None or not ruling.value:
        return None
    said = {}
    for key, language in LANGUAGES.items():
        with override(language):
            said[key] = ngettext(
                "Dues that stay unpaid for %(years)s year end the membership (%(citation)s).",
                "Dues that stay unpaid for %(years)s years end the membership (%(citation)s).",
                ruling.value,
            ) % {"years": ruling.value, "citation": ruling.citation.text(key)}
    return Translated(said)


def _vote(ruling: Ruling | None) -> Translated | None:
    if ruling is None or ruling.value is not True:
        return None
    said = {}
    for key, language in LANGUAGES.items():
        with override(language):
            said[key] = _(
                "While dues are unpaid, the vote may be suspended by a decision (%(citation)s)."
            ) % {"citation": ruling.citation.text(key)}
    return Translated(said)


def values_of(
    claims: Sequence[Claim], *, open_in_all: Decimal, title: Translated, facts: Facts
) -> Values:
    """The fields of one letter. ``claims`` are overdue, the oldest first."""
    currency = facts.invoices[claims[0].invoice].currency
    amount = told_amount(sum((claim.amount for claim in claims), Decimal(0)), currency)
    since = day_in_words(claims[0].since)
    references = dict.fromkeys(facts.invoices[claim.invoice].reference for claim in claims)
    return {
        "amount": amount,
        "arrears": told_amount(open_in_all, currency),
        "since": since,
        "due_on": since,
        "claims": _lines(claims, currency),
        "reference": ", ".join(references),
        "bank": _bank(facts.accounts.get(currency)),
        "level": Translated(title),
        "consequence": facts.consequence,
    }


def _lines(claims: Sequence[Claim], currency: str) -> Translated:
    said = {}
    for key, language in LANGUAGES.items():
        with override(language):
            said[key] = "\n".join(
                _("%(number)s: %(amount)s, payable by %(day)s")
                % {
                    "number": claim.number,
                    "amount": told_amount(claim.amount, currency).text(key),
                    "day": day_in_words(claim.since).text(key),
                }
                for claim in claims
            )
    return Translated(said)


def _bank(account: BankAccount | None) -> Translated:
    if account is None:
        return Translated()
    return Translated(
        {
            key: "\n".join(
                part
                for part in (
                    account.name.text(key),
                    account.bank.text(key),
                    account.number,
                    account.bank_code,
                )
                if part
            )
            for key in LANGUAGES
        }
    )
