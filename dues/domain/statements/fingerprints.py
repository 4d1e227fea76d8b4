"""By what a movement is known again when files overlap.

The law: of a file that holds whole days, every movement has one fingerprint, and every other such
file in the same layout gives the same movement the same one. Files may overlap by days in any way,
and list a day in any order.

Movements of a day that agree in all that the bank says of them are told apart by counting them:
the first, the second, … Since they agree in everything, it does not matter which is which; what
matters is how many there are. This is why a day must be whole: of two equal payments, a file that
ends between them knows one and calls it the first, which is still the same; but two files that
each hold another half of a day would take two payments for one.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import Counter
from collections.abc import Iterable

from dues.domain.statements.lines import ReadLine


def fingerprints(account_number: str, lines: Iterable[ReadLine]) -> list[str]:
    """The SHA-256 of each line, in hexadecimal, in the order of the lines.

    Hashed is the compact JSON, in UTF-8, of account, day, amount, payer, payer's account, text,
    bank's reference and the place among equals, counted from 1. Texts count without blanks and in
    one width, numbers of accounts without blanks and in capitals.
    """
    account = _number(account_number)
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for line in lines:
        fields = (
            account,
            line.booked_on.isoformat(),
            f"{line.amount:.2f}",
            _text(line.payer),
            _number(line.payer_account),
            _text(line.text),
            _text(line.bank_reference),
        )
        seen[fields] += 1
        canonical = json.dumps([*fields, seen[fields]], ensure_ascii=False, separators=(",", ":"))
        found.append(hashlib.sha256(canonical.encode()).hexdigest())
    return found


def _text(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _number(text: str) -> str:
    return _text(text).upper()
