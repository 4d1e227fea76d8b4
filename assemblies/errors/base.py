"""Refusals of the assemblies, each told to the person who can mend it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import get_language

from bylaws.errors import BylawsError, Lang
from records.errors import ActRefused


class AssemblyRefused(ActRefused):
    """Base of the refusals of this app."""

    code = "assembly_refused"


class RuleRefused(AssemblyRefused):
    """A refusal of the rules, in the words of the rules."""

    code = "rule_refused"


@contextmanager
def told_by_the_rules() -> Iterator[None]:
    """Turn an error of the pure rules into a refusal in the language of the moment."""
    try:
        yield
    except BylawsError as error:
        language: Lang = "zh" if (get_language() or "").startswith("zh") else "en"
        raise RuleRefused(error.render(language)) from error
