"""What others may hear of, each inside the transaction of the act."""

from django.dispatch import Signal

work_requested = Signal()
"""Sent inside the transaction with ``job``, the promise to do the work."""
