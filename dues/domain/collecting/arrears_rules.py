"""What the bylaws in force attach to arrears.

A profile's value is what such bylaws usually say; it binds nobody. So only what the association's
own text states has an effect (CN-G3, CN-G4).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from dateutil.relativedelta import relativedelta

from bylaws.domain.in_force import rulebook_on
from bylaws.domain.rulebook import Rulebook
from bylaws.enums import Grade
from bylaws.errors import NoRuleInForce
from bylaws.models import Association
from members.domain.rules import Ruling, cited
from records.fields import Translated

EXIT_RULE = "membership.arrears_exit_years"
VOTE_RULE = "membership.arrears_suspend_vote"
EXIT_TOPIC = "membership.arrears_exit"
VOTE_TOPIC = "membership.arrears_vote"


@dataclass(frozen=True, slots=True)
class Rules:
    """None where the bylaws in force say nothing. ``silence`` is the source of the rule that then
    arrears have no effect."""

    exit_years: Ruling | None = None
    suspend_vote: Ruling | None = None
    silence: Translated = field(default_factory=Translated)

    @property
    def takes_vote(self) -> bool:
        return self.suspend_vote is not None and self.suspend_vote.value is True

    def exit_day(self, since: date) -> date | None:
        """The day on which arrears of ``since`` have lasted as long as the bylaws allow, reckoned
        from ``since`` itself: from a 29 February, four years later is a 29 February again."""
        if self.exit_years is None or not self.exit_years.value:
            return None
        return since + relativedelta(years=self.exit_years.value)


def rules_on(day: date) -> Rules:
    """What the bylaws in force on ``day`` say of arrears."""
    if not Association.objects.exists():
        return Rules()
    book = rulebook_on(day)
    sources = [*book.sources(EXIT_TOPIC), *book.sources(VOTE_TOPIC)]
    return Rules(
        exit_years=_stated(book, EXIT_RULE),
        suspend_vote=_stated(book, VOTE_RULE),
        silence=cited(tuple(sources)),
    )


def _stated(book: Rulebook, key: str) -> Ruling | None:
    try:
        answer = book.answer(key)
    except NoRuleInForce:
        return None
    if not any(place.grade is Grade.BYLAWS for place in answer.citations):
        return None
    return Ruling(answer.value, cited(answer.citations))
