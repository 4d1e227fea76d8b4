"""To whom resolutions go, and what that is called there: approval, registration, declaration.

How many days there are says the rulebook; these are the words, by the key of the rule profile.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

AMENDED_BYLAWS: dict[str, Any] = {
    "cn": _("Submit the bylaws for approval"),
    "de": _("Apply for entry of the amendment in the register of associations"),
    "fr": _("Declare the amendment to the prefecture"),
    "uk": _("File the special resolution with the registrar of companies"),
}
CHANGED_OFFICERS: dict[str, Any] = {
    "cn": _("Register the change of the officers"),
    "de": _("Apply for entry of the new board in the register of associations"),
    "fr": _("Declare the change of the administration to the prefecture"),
    "uk": _("Notify the registrar of companies of the new directors"),
}
"""Robert's Rules know no authority: there is nothing to file."""


def told_to(words: dict[str, Any], profile: str) -> str:
    """Empty where no authority is told."""
    return str(words.get(profile, ""))
