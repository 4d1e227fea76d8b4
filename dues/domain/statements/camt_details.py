"""What an entry of camt.053 says of each transaction in it: who, from where, for what."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from dues.domain.statements.lines import joined
from dues.errors import AmountRefused

Element = Any
"""An element of lxml, which is published without types."""

ReadAmount = Callable[[Element | None], tuple[Decimal, str]]
NOTHING = ("NOTPROVIDED", "NOT PROVIDED", "NONREF")


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for comments and instructions."""
    tag = None if element is None else element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Element | None, name: str) -> Element | None:
    if element is None:
        return None
    return next((part for part in element if local(part) == name), None)


def children(element: Element | None, name: str) -> list[Element]:
    return [] if element is None else [part for part in element if local(part) == name]


def whole_text(element: Element | None) -> str:
    return "" if element is None else "".join(element.itertext()).strip()


def text_at(element: Element | None, *path: str) -> str:
    """The text of the element at a path of local names; empty where there is none."""
    for name in path:
        element = child(element, name)
    return (element.text or "").strip() if element is not None else ""


def details_of(
    entry: Element, amount: Decimal, amount_of: ReadAmount
) -> list[tuple[Decimal, dict[str, str]]]:
    """Amounts with what is said of them.

    A batch is taken apart only where its transactions' amounts make up the entry's to the cent;
    otherwise the entry is one line that says all they say.
    """
    transactions = [
        part for group in children(entry, "NtryDtls") for part in children(group, "TxDtls")
    ]
    parts = [_part(transaction, entry, amount_of) for transaction in transactions]
    known = [part for part in parts if part is not None]
    if len(parts) > 1 and len(known) == len(parts) and sum(known) == amount:
        return [
            (part, _said(entry, [transaction], part))
            for part, transaction in zip(known, transactions, strict=True)
        ]
    return [(amount, _said(entry, transactions, amount))]


def _part(transaction: Element, entry: Element, amount_of: ReadAmount) -> Decimal | None:
    """The signed amount of a transaction, where it has one in the currency of the entry."""
    stated = child(transaction, "Amt")
    if stated is None:
        stated = child(child(child(transaction, "AmtDtls"), "TxAmt"), "Amt")
    try:
        part, currency = amount_of(stated)
    except AmountRefused:
        return None
    wanted = child(entry, "Amt")
    if currency != ("" if wanted is None else wanted.get("Ccy", "")):
        return None
    way = text_at(transaction, "CdtDbtInd") or text_at(entry, "CdtDbtInd")
    return part if way == "CRDT" else -part


def _said(entry: Element, transactions: list[Element], amount: Decimal) -> dict[str, str]:
    """The texts of a line. Parties and references only where all transactions agree on them."""
    came_in = amount > 0
    parties = [_party(entry, transaction, came_in=came_in) for transaction in transactions]
    references = [_reference(transaction) for transaction in transactions]
    text = joined(part for transaction in transactions for part in _texts(transaction))
    payer, account, behind = _agreed(parties) if parties else ("", "", "")
    return {
        "payer": payer,
        "payer_account": account,
        "text": joined([text, behind]) or text_at(entry, "AddtlNtryInf"),
        "bank_reference": (references[0] if len(references) == 1 else "")
        or text_at(entry, "AcctSvcrRef")
        or text_at(entry, "NtryRef"),
    }


def _agreed(parties: list[tuple[str, str, str]]) -> tuple[str, str, str]:
    return parties[0] if len(set(parties)) == 1 else ("", "", "")


def _party(entry: Element, transaction: Element, *, came_in: bool) -> tuple[str, str, str]:
    """Name and account of the other side, and who stands before it.

    The ultimate debtor is for whom was paid; the account is that of who paid, who is named in the
    text then. A payment that came back keeps the parties of the first one, so that the other side
    is who was to have it.
    """
    parties = child(transaction, "RltdPties")
    came_back = (
        text_at(entry, "RvslInd") in ("true", "1") or child(transaction, "RtrInf") is not None
    )
    side = "Dbtr" if came_in != came_back else "Cdtr"
    name = _name(child(parties, side))
    ultimate = _name(child(parties, f"Ultmt{side}"))
    account = child(child(parties, f"{side}Acct"), "Id")
    number = text_at(account, "IBAN") or text_at(account, "Othr", "Id")
    if ultimate and ultimate != name:
        return ultimate, number, name
    return name, number, ""


def _name(party: Element | None) -> str:
    return (
        text_at(party, "Nm")
        or text_at(party, "Pty", "Nm")
        or text_at(party, "Agt", "FinInstnId", "Nm")
    )


def _reference(transaction: Element) -> str:
    references = child(transaction, "Refs")
    return text_at(references, "AcctSvcrRef") or text_at(references, "TxId")


def _texts(transaction: Element) -> list[str]:
    """Structured references first, since they are what an invoice asks to be quoted."""
    said = child(transaction, "RmtInf")
    texts = []
    for structured in children(said, "Strd"):
        texts.append(text_at(structured, "CdtrRefInf", "Ref"))
        texts.extend(text_at(about, "Nb") for about in children(structured, "RfrdDocInf"))
        texts.extend(whole_text(more) for more in children(structured, "AddtlRmtInf"))
    texts.extend(whole_text(plain) for plain in children(said, "Ustrd"))
    end_to_end = text_at(child(transaction, "Refs"), "EndToEndId")
    if end_to_end.upper() not in NOTHING and end_to_end not in " ".join(texts):
        texts.append(end_to_end)
    return texts if any(texts) else [text_at(transaction, "AddtlTxInf")]
