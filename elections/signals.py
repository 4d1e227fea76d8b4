"""What this app tells, and asks those above it, whom it may not import."""

from django.dispatch import Signal

verdict_asked = Signal()
"""Sent with ``election``, a published box. Whoever judged it answers with a
:class:`elections.domain.results.Verdict`, or None while nothing is resolved."""

ballot_received = Signal()
"""Sent with ``election``, in whose transaction a ballot was kept that is yet to be checked."""
