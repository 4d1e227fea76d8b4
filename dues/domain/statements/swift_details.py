"""What :61: and :86: of MT940 say of a movement, in the ways in which banks fill them.

Fields with `?20` (as German banks write them, DFÜ-Abkommen annex 3) come from the library; those
with words between slashes (/NAME/…/REMI/…) and plain lines are read here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dues.domain.statements.lines import joined

NOTHING = ("NONREF", "NOTPROVIDED", "NOT PROVIDED")
WIDTH = 65
"""Signs in a line of :86:; a line so long goes on in the next one without a blank."""

_WORDS = (
    "ADDR|BENM|BIC|CNTP|CSID|EREF|IBAN|ID|INIT|ISDT|MARF|NAME|ORDP|PREF|PURP|REMI|RTRN|SVCL|TRTP"
    "|ULTB|ULTD|USTD|STRD"
)
_SLASHED = re.compile(rf"/(?=(?:{_WORDS})/)")


def details_of(data: Mapping[str, Any]) -> dict[str, str]:
    """The texts of a line from what the library made of its two fields."""
    said = {key: str(value) for key, value in data.items() if value}
    details = said.get("transaction_details", "")
    if details and _SLASHED.search(details):
        told = _slashed(_unwrapped(details, blank=""))
    elif details:
        told = {"text": _unwrapped(details, blank=" ")}
    else:
        told = _structured(said)
    reference = said.get("bank_reference", "").strip()
    # Whoever pays with a reference of its own is quoted in :61:, where the rest may say nothing.
    own = said.get("customer_reference", "").strip()
    text = told.get("text", "")
    if own and own.upper() not in NOTHING and own not in text:
        text = joined([text, own])
    return {
        "payer": told.get("payer", ""),
        "payer_account": told.get("payer_account", ""),
        "text": text or said.get("extra_details", ""),
        "bank_reference": "" if reference.upper() in NOTHING else reference,
    }


def _structured(said: Mapping[str, str]) -> dict[str, str]:
    """Fields with ?20; ABWA names for whom was paid, the account is that of who paid."""
    payer = said.get("applicant_name", "")
    ultimate = said.get("deviate_applicant", "")
    end_to_end = said.get("end_to_end_reference", "")
    parts = [said.get("purpose", ""), said.get("additional_purpose", "")]
    if end_to_end.strip().upper() not in NOTHING:
        parts.append(end_to_end)
    if ultimate:
        parts.append(payer)
    return {
        "payer": ultimate or payer,
        "payer_account": said.get("gvc_applicant_iban") or said.get("applicant_iban", ""),
        "text": joined(parts) or said.get("posting_text", ""),
    }


def _slashed(details: str) -> dict[str, str]:
    """/ORDP//NAME/Some Ltd/REMI/USTD//dues 2026/EREF/…: words that name what follows them."""
    said: dict[str, str] = {}
    before, *parts = _SLASHED.split(details)
    for part in parts:
        word, _, value = part.partition("/")
        value = value.strip("/ ")
        if value and word not in said:
            said[word] = value
    # /CNTP/account/bank/name/town/
    account, _bank, name, *_town = [*said.get("CNTP", "").split("/"), "", ""]
    remittance = [before, *(said.get(word, "") for word in ("REMI", "USTD", "STRD"))]
    end_to_end = said.get("EREF", "")
    if end_to_end.upper() not in NOTHING:
        remittance.append(end_to_end)
    party = said.get("NAME") or said.get("ORDP") or said.get("BENM") or name
    ultimate = said.get("ULTD", "")
    return {
        "payer": ultimate or party,
        "payer_account": said.get("IBAN") or account,
        "text": joined([*remittance, party if ultimate else ""]),
    }


def _unwrapped(details: str, *, blank: str) -> str:
    """The lines of a field as one; ``blank`` stands between those that end before their width."""
    text = ""
    for line in details.splitlines():
        text += line if len(line) >= WIDTH else line + blank
    return text
