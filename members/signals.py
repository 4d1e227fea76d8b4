"""What others may hear of, each inside the transaction of the act."""

from django.dispatch import Signal

mailing_released = Signal()
"""Sent inside the transaction with ``mailing`` and ``job``, the promise to send."""

membership_ended = Signal()
"""Sent with ``membership``, the ``standing`` that ends it, ``by`` and ``at``."""

membership_end_undone = Signal()
"""An entry that ended a membership was wrong and is taken back; arguments as above."""
