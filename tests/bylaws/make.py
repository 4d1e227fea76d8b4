"""Rules for tests, as a rulebook would give them."""

from dataclasses import replace
from datetime import date
from typing import Any

from bylaws.domain.profiles import load_profile
from bylaws.domain.rulebook import Rulebook
from bylaws.domain.rules import Rule
from bylaws.enums import BodyKind, Matter

DAY = date(2026, 11, 23)


def make_rulebook(
    *parameters: Any, on: date = DAY, consents: Any = (), profile: str = "cn"
) -> Rulebook:
    return Rulebook(
        load_profile(profile),
        parameters,
        bylaws_label_zh="《章程》",
        bylaws_label_en="Bylaws",
        on=on,
        consents=consents,
    )


def make_rule(
    matter: Matter = Matter.ORDINARY,
    body: BodyKind = BodyKind.GENERAL_ASSEMBLY,
    **changes: Any,
) -> Rule:
    return replace(make_rulebook().rule_for(body, matter), **changes)
