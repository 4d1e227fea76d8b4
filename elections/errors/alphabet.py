"""Refusals of the marks of a ballot on paper."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from elections.errors.base import ElectionRefused


class AlphabetAmbiguous(ElectionRefused):
    code = "alphabet_ambiguous"
    message = _(
        "Each of for, against and abstain needs a mark of its own, but for the one that a line "
        "without a mark means. Give different marks."
    )


class BlankLineNotFor(ElectionRefused):
    code = "blank_line_not_for"
    message = _(
        "“%(question)s”: a line without a mark cannot count as a vote for where more stand than "
        "there are seats, where others can be chosen or a blank vote cast, or where names are "
        "marked for alone. Let it count as an abstention."
    )
