"""What all refusals of the dues derive from."""

from records.errors import ActRefused


class DuesError(ActRefused):
    """Base of the errors of this app."""
