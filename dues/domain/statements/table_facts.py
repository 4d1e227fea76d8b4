"""What a table says above and below its movements: account, period, balances, totals."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dues.domain.amounts import read_amount
from dues.domain.statements.days import DAY, read_day
from dues.errors import AmountRefused, DateUnreadable

LONGEST = 1000
"""Characters of a row in which labels are looked for."""
TOTALS = ("合计", "总计", "累计", "total", "summe")
BALANCES = (
    *("期初余额", "期末余额", "上期余额", "承前余额", "上年结转"),
    *("opening balance", "closing balance", "anfangssaldo", "endsaldo"),
)
SUBTOTALS = ("小计", "本页", "承前页", "过次页", "subtotal")

_MONEY = r"((?:CNY|RMB|EUR|USD|¥) ?-?\d[\d,.]*|-?\d[\d,.]*)"
_LABELS = {
    "account": (
        r"查询账号|本方账号|账户号码?|账号|账户|卡号|account number|account no\.?|account|iban"
        r"|konto",
        r"([A-Z0-9][A-Z0-9*-]{4,39})(?!\S)",
    ),
    "currency": (r"币种|货币|currency|w(?:ä|ae)hrung", r"(人民币|RMB|[A-Z]{3})(?![A-Z])"),
    "opening": (r"期初余额|上期余额|承前余额|opening balance|anfangssaldo", _MONEY),
    "closing": (r"期末余额|closing balance|endsaldo", _MONEY),
    "came_in": (r"收入合计|收入总额|收入总金额|贷方合计|贷方发生总额|total credits?", _MONEY),
    "went_out": (r"支出合计|支出总额|支出总金额|借方合计|借方发生总额|total debits?", _MONEY),
    "count": (r"总笔数|合计笔数|交易笔数|number of entries", r"(\d{1,6})(?!\d)"),
    "from_on": (r"起始日期|开始日期|查询起始日期|from", f"({DAY})"),
    "until_on": (r"截止日期|结束日期|终止日期|查询截止日期|until|to", f"({DAY})"),
    "period": (
        r"起止日期|日期范围|查询时间段?|查询日期|查询期间|交易日期|period|zeitraum",
        rf"({DAY}[^\d]{{1,12}}{DAY})",
    ),
}
_BRACKET = r"(?:\s*[\[(][^\])]*[\])])?"
_PATTERNS = {
    key: re.compile(rf"(?:^|[\s(;,])(?:{label}){_BRACKET}(?:\s*:\s*|\s+){value}", re.IGNORECASE)
    for key, (label, value) in _LABELS.items()
}
CURRENCIES = {"人民币": "CNY", "人民币元": "CNY", "RMB": "CNY", "¥": "CNY", "元": "CNY"}


@dataclass(frozen=True, slots=True)
class Facts:
    account: str
    currency: str
    opening: Decimal | None
    closing: Decimal | None
    came_in: Decimal | None
    went_out: Decimal | None
    count: int | None
    from_on: date | None
    until_on: date | None


def facts_of(rows: Iterable[list[str]]) -> Facts:
    """What the rows beside the movements state with a label that is known; the first one counts."""
    said: dict[str, str] = {}
    for row in rows:
        text = unicodedata.normalize("NFKC", " ".join(cell for cell in row if cell)[:LONGEST])
        for key, pattern in _PATTERNS.items():
            found = pattern.search(text)
            if found:
                said.setdefault(key, found[1])
    days = re.findall(DAY, said.get("period", ""))
    begin, end = days if len(days) == 2 else ("", "")
    return Facts(
        account=said.get("account", ""),
        currency=currency_code(said.get("currency", "")),
        opening=_money(said.get("opening", "")),
        closing=_money(said.get("closing", "")),
        came_in=_money(said.get("came_in", "")),
        went_out=_money(said.get("went_out", "")),
        count=int(said["count"]) if "count" in said else None,
        from_on=_day(said.get("from_on", begin)),
        until_on=_day(said.get("until_on", end)),
    )


def currency_code(text: str) -> str:
    """The code of a currency by its code or its Chinese name; empty where it is neither."""
    name = text.strip().upper()
    return CURRENCIES.get(name) or (name if re.fullmatch("[A-Z]{3}", name) else "")


def _money(text: str) -> Decimal | None:
    try:
        return read_amount(text) if text else None
    except AmountRefused:
        return None


def _day(text: str) -> date | None:
    try:
        return read_day(text) if text else None
    except DateUnreadable:
        return None


def begins_with(row: list[str], words: tuple[str, ...]) -> bool:
    """Whether one of the first cells that are filled begins or ends with one of the words."""
    filled = [cell.casefold().strip(":： ") for cell in row if cell][:3]
    return any(cell.startswith(words) or cell.endswith(words) for cell in filled)
