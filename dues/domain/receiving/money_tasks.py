"""What waits because of money that came in: to be assigned, to be booked, receipts."""

from __future__ import annotations

from datetime import date
from typing import Literal

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from dues.domain.invoice_list import remembered
from dues.domain.receiving import receiptable, waiting_list
from dues.domain.receiving.receipting import sources_of_receipts
from dues.domain.receiving.resolving import waiting
from members.domain.tasks import Task


def tasks_on(day: date) -> list[Task]:
    """Of each kind one task, however many payments; reckoned once until the books grow."""
    payments, outgoing, due, wrong = remembered("money_tasks", _numbers)
    group = _("Money received")
    found = []
    if payments:
        title = ngettext(
            "%(n)s payment is of nobody yet", "%(n)s payments are of nobody yet", payments
        )
        found.append(Task(title=title % {"n": payments}, url=reverse("dues:waiting"), group=group))
    if outgoing:
        title = ngettext(
            "%(n)s movement out of the bank is not booked",
            "%(n)s movements out of the bank are not booked",
            outgoing,
        )
        found.append(Task(title=title % {"n": outgoing}, url=reverse("dues:outgoing"), group=group))
    receipts = reverse("dues:receipts")
    language: Literal["zh", "en"] = "zh" if (get_language() or "").startswith("zh") else "en"
    citation = "; ".join(sources_of_receipts(day, language)) if due or wrong else ""
    if due:
        title = ngettext("%(n)s dues receipt to issue", "%(n)s dues receipts to issue", due)
        found.append(Task(title=title % {"n": due}, citation=citation, url=receipts, group=group))
    if wrong:
        title = ngettext(
            "%(n)s dues receipt to void: its payment was taken back",
            "%(n)s dues receipts to void: their payments were taken back",
            wrong,
        )
        found.append(
            Task(
                title=title % {"n": wrong}, citation=citation, url=receipts, tone="bad", group=group
            )
        )
    return found


def _numbers() -> tuple[int, int, int, int]:
    settled = receiptable.settled_by_payment()
    return (
        waiting().count(),
        waiting_list.open_outgoing().count(),
        len(receiptable.receipts_due(settled=settled)),
        len(receiptable.receipts_wrong(settled=settled)),
    )
