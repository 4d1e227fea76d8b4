"""How banks head the columns of their tables of movements: profiles, and which one fits.

Each bank's online banking exports a table of its own. A profile names, for each of our words, the
headings that mean it. The built-in ones are examples of the kinds of tables that there are; a
table of another bank is told once, by a person, and kept as a profile.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FIELDS = (
    "booked_on",
    "credit",
    "debit",
    "amount",
    "direction",
    "payer",
    "payer_account",
    "payee",
    "payee_account",
    "text",
    "bank_reference",
    "balance",
    "currency",
    "account",
)
"""`payee` is who got the money, in tables that name both sides; `account` is the association's own.
All columns of `text` are read, one after the other; of the rest the first that is there."""

_BRACKETED = re.compile(r"[(\[<{【（].*?[)\]>}】）]")
_HAN = re.compile(r"[^\u3400-\u9fff]+")
LONGEST_HEADING = 120
_OUTER = " \t'\"[](){}<>【】:*"


@dataclass(frozen=True, slots=True)
class Layout:
    """``columns`` leads from our words (`FIELDS`) to headings, the likeliest first.

    ``date_format`` is that of `datetime.strptime`; empty where days are written year first.
    ``is_signed``: an amount without a column for its direction bears a sign. Where that is not so,
    a table that lacks the column does not fit: all would seem to have come in.
    """

    name: str
    columns: Mapping[str, tuple[str, ...]]
    date_format: str = ""
    is_signed: bool = False

    @classmethod
    def from_columns(
        cls, name: str, columns: Mapping[str, str | Sequence[str]], date_format: str = ""
    ) -> Layout:
        """A profile as it is stored; words that are none of ours are left out."""
        known = {
            field: (headings,) if isinstance(headings, str) else tuple(headings)
            for field, headings in columns.items()
            if field in FIELDS and headings
        }
        return cls(name, known, date_format, is_signed="direction" not in known)

    def places(self, headings: Sequence[str]) -> dict[str, tuple[int, ...]]:
        """The columns of each word in a row of headings; empty where the row does not fit."""
        known = [spellings(heading) for heading in headings]
        found: dict[str, tuple[int, ...]] = {}
        for field, wanted in self.columns.items():
            columns = dict.fromkeys(
                column
                for heading in map(plain, wanted)
                for column, spelt in enumerate(known)
                if heading in spelt
            )
            if columns:
                found[field] = tuple(columns) if field == "text" else tuple(columns)[:1]
        return found if self._suffices(found) else {}

    def _suffices(self, found: Mapping[str, object]) -> bool:
        """Whether a day and an amount with its direction can be told."""
        if "booked_on" not in found:
            return False
        if "credit" in found and "debit" in found:
            return True
        return "amount" in found and ("direction" in found or self.is_signed)


def plain(heading: str) -> str:
    """A heading by which two are compared: no blanks, no case, one width."""
    folded = unicodedata.normalize("NFKC", heading[:LONGEST_HEADING]).casefold()
    return "".join(folded.split()).strip(_OUTER)


def spellings(heading: str) -> set[str]:
    """What a heading may be called: whole, without brackets such as (元), its Chinese alone, its
    English alone (交易日期[Transaction Date])."""
    whole = plain(heading)
    unbracketed = plain(
        _BRACKETED.sub("", unicodedata.normalize("NFKC", heading[:LONGEST_HEADING]))
    )
    chinese = _HAN.sub("", unbracketed).removesuffix("元")
    latin = "".join(sign for sign in whole if sign.isascii()).strip(_OUTER + "/-_|")
    return {name for name in (whole, unbracketed, chinese, latin) if name}


def guess_layout(headings: Sequence[str], layouts: Sequence[Layout] = ()) -> Layout | None:
    """The profile that explains most of the headings; among equals the first."""
    best, most = None, 0
    for layout in layouts or BUILT_IN:
        count = sum(len(columns) for columns in layout.places(headings).values())
        if count > most:
            best, most = layout, count
    return best


BUILT_IN: tuple[Layout, ...] = (
    Layout(
        "A",  # money in and money out in two columns
        {
            "booked_on": ("交易日期", "入账日期"),
            "credit": ("收入金额", "收入", "转入金额"),
            "debit": ("支出金额", "支出", "转出金额"),
            "balance": ("账户余额", "余额"),
            "payer": ("对方户名", "对方名称", "对方账户名称"),
            "payer_account": ("对方账号", "对方账户"),
            "text": ("摘要", "用途", "附言", "备注"),
            "bank_reference": ("交易流水号", "流水号"),
            "currency": ("币种",),
            "account": ("账号", "本方账号"),
        },
    ),
    Layout(
        "B",  # one column of amounts, and one that says which way
        {
            "booked_on": ("记账日期", "记账日", "交易日期"),
            "direction": ("借贷标志", "借贷方向", "借贷", "收付标志", "收支标志"),
            "amount": ("发生额", "交易金额", "金额"),
            "balance": ("余额", "账户余额"),
            "payer": ("对方名称", "对方户名"),
            "payer_account": ("对方账户", "对方账号"),
            "text": ("用途", "摘要", "附言", "备注"),
            "bank_reference": ("凭证号", "凭证号码", "流水号"),
            "currency": ("币种",),
        },
    ),
    Layout(
        "C",  # debit and credit of the bank's books; day and time apart, or both in 交易时间
        {
            "booked_on": ("交易日", "交易日期", "记账日期", "交易时间"),
            "credit": ("贷方发生额", "贷方金额", "贷方"),
            "debit": ("借方发生额", "借方金额", "借方"),
            "balance": ("余额", "账户余额", "联机余额"),
            "payer": ("对方户名", "对方单位名称", "收付方名称"),
            "payer_account": ("对方账号", "收付方账号"),
            "text": ("摘要", "备注", "用途", "附言"),
            "bank_reference": ("账户明细编号-交易流水号", "交易流水", "流水号", "企业流水号"),
            "currency": ("币种",),
            "account": ("账号", "本方账号"),
        },
    ),
    Layout(
        "D",  # bilingual, with both sides of each movement
        {
            "booked_on": ("交易日期", "Transaction Date"),
            "direction": ("交易类型", "Transaction Type"),
            "amount": ("交易金额", "Trade Amount"),
            "balance": ("交易后余额", "After-transaction balance"),
            "payer": ("付款人名称", "Payer's Name"),
            "payer_account": ("付款人账号", "Debit Account No."),
            "payee": ("收款人名称", "Payee's Name"),
            "payee_account": ("收款人账号", "Payee's Account Number"),
            "text": ("用途", "Purpose", "交易附言", "Remark", "备注", "Remarks"),
            "bank_reference": ("交易流水号", "Transaction reference number"),
            "currency": ("交易货币", "Trade Currency"),
        },
    ),
    Layout(
        "E",  # one column of signed amounts
        {
            "booked_on": ("Booking date", "Buchungstag", "Date comptable"),
            "amount": ("Amount", "Betrag", "Montant"),
            "direction": ("Debit/credit", "D/C", "Soll/Haben", "Sens"),
            "balance": ("Balance after booking", "Saldo nach Buchung", "Solde"),
            "payer": ("Name of the other party", "Name Zahlungsbeteiligter", "Contrepartie"),
            "payer_account": (
                "Account of the other party",
                "IBAN Zahlungsbeteiligter",
                "IBAN contrepartie",
            ),
            "text": ("Purpose", "Verwendungszweck", "Communication"),
            "bank_reference": ("Bank reference", "Referenz", "Référence"),
            "currency": ("Currency", "Waehrung", "Währung", "Devise"),
            "account": ("Own account", "IBAN Auftragskonto", "Compte"),
        },
        "%d.%m.%Y",
        is_signed=True,
    ),
)
