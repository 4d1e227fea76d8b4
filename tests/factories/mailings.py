"""Mailings for tests: a text in two languages, to whichever firms the test is about."""

from __future__ import annotations

from typing import Any

from members.domain.letters.mailings import draft_mailing, release_mailing
from members.enums import LetterPurpose
from members.models import Firm, Mailing
from records.fields import Translated
from tests.factories.members import AT, make_firm

SUBJECT = Translated(zh="致{firm}", en="To {firm}")
BODY = Translated(zh="会员编号：{number}。", en="Your number: {number}.")


def make_reachable_firm(*, email: str = "", address: str = "", **facts: Any) -> Firm:
    """A firm with a mail address of its own, or with a postal address, or with neither."""
    firm = make_firm(**facts)
    firm.email, firm.address = email, address
    firm.save(update_fields=["email", "address"])
    return firm


def make_mailing(*firms: Firm, released: bool = False, **facts: Any) -> Mailing:
    given: dict[str, Any] = {
        "title": "Notice",
        "purpose": LetterPurpose.GENERAL,
        "subject": SUBJECT,
        "body": BODY,
    }
    mailing = draft_mailing(
        firms=list(firms) or [make_reachable_firm(email="office@firm.example")],
        by=None,
        at=AT,
        **(given | facts),
    )
    return release_mailing(mailing=mailing, by=None, at=AT) if released else mailing
