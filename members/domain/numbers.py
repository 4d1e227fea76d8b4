"""Numbers of the register's papers and members, as the association writes them."""

from __future__ import annotations

import re
from collections import Counter

from bylaws.models import Association
from members.models import Membership
from records.domain import numbering

# Where the association states no format of its own (``Association.number_formats``).
DEFAULTS = {
    "application": {"zh": "入会申请〔{year}〕{number}号", "en": "A-{year}-{number}"},
    "certificate": {"zh": "会员证〔{year}〕{number}号", "en": "C-{year}-{number}"},
}
MEMBER_NUMBER = re.compile(r"^(?P<head>.*?)(?P<digits>\d+)$")
FIRST_MEMBER = "0001"


def next_number(kind: str, *, year: int) -> str:
    """Draw the next number of a kind of papers; each year begins anew.

    Call inside the act's transaction: others that draw of the same kind wait for it.
    """
    drawn = numbering.draw_number(f"{kind}-{year}")
    return _format(kind).format(year=year, number=drawn, n=drawn)


def _format(kind: str) -> str:
    association = Association.objects.first()
    if association is not None and association.number_formats.get(kind):
        return str(association.number_formats[kind])
    languages = association.languages if association is not None else []
    first = next((key for key in languages if key in DEFAULTS[kind]), "zh")
    return DEFAULTS[kind][first]


def propose_member_number() -> str:
    """The number after the highest of those written like most others (JD0135 → JD0136)."""
    found = [
        match
        for number in Membership.objects.values_list("number", flat=True)
        if (match := MEMBER_NUMBER.match(number)) is not None
    ]
    if not found:
        return FIRST_MEMBER
    head = Counter(match["head"] for match in found).most_common(1)[0][0]
    alike = [match["digits"] for match in found if match["head"] == head]
    width = Counter(len(digits) for digits in alike).most_common(1)[0][0]
    return f"{head}{max(int(digits) for digits in alike) + 1:0{width}d}"


def wait_for_member_number() -> None:
    """Let admissions at the same time follow each other until this transaction ends."""
    numbering.draw_number("admission")
