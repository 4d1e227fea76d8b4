"""From which accounts firms have paid: learnt when a payment is theirs, a sure sign next time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from dues.domain.matching.signs import squeezed
from dues.domain.posting import BATCH
from dues.models import PayerAccount, Payment
from members.models import Firm


def learn_account(payment: Payment, firm: Firm, at: datetime) -> None:
    """From where it came the firm pays: the surest sign the next time."""
    learn_accounts([(payment, firm.pk)], at)


def learn_accounts(paid: Sequence[tuple[Payment, UUID]], at: datetime) -> None:
    """The same for many at once, in as few queries."""
    numbers = {(squeezed(payment.payer_account), firm) for payment, firm in paid}
    PayerAccount.objects.bulk_create(
        [
            PayerAccount(number=number, firm_id=firm, learnt_at=at)
            for number, firm in sorted(numbers, key=str)
            if number
        ],
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def forget_account(payment: Payment, firm: UUID) -> None:
    """What was learnt from a payment that was not the firm's, unless another one says the same."""
    others = Payment.objects.filter(firm=firm, payer_account=payment.payer_account)
    if payment.payer_account and not others.exclude(pk=payment.pk).exists():
        PayerAccount.objects.filter(number=squeezed(payment.payer_account), firm=firm).delete()
