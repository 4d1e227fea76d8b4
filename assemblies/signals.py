"""What others may hear of: a notice is on record and its letters wait to be sent."""

from django.dispatch import Signal

notice_convened = Signal()
"""Sent inside the transaction with ``job``, the promise to deliver."""
