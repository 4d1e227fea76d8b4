"""How the log-in behaves where its settings do not reach."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by the secretariat, for persons of the register."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
