"""What this app asks those above it, whom it may not import."""

from django.dispatch import Signal

verdict_asked = Signal()
"""Sent with ``election``, a published box. Whoever judged it answers with a
:class:`elections.domain.results.Verdict`, or None while nothing is resolved."""
