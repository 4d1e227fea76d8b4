"""How many votes each member has on a day: one, unless the bylaws give some more by the class of a
member or by its dues (``assembly.votes``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bylaws.domain.abroad import ABROAD
from bylaws.domain.in_force import rulebook_on
from bylaws.domain.vote_scales import VoteScale, sentence
from bylaws.enums import ScaleBy
from bylaws.errors import Lang
from bylaws.models import Association
from dues.domain.schedules import schedule_on
from dues.domain.wanted import amounts_on
from members.domain.standing import StandingOn
from members.models import MemberClass, Membership
from records.fields import Translated

RULE = "assembly.votes"
NO_VOTE = Translated(zh="该会员没有表决权", en="A member of this kind has no vote")

Votes = Callable[[Membership, StandingOn], int]


@dataclass(frozen=True, slots=True)
class Weighing:
    """``votes`` tells how many a member has; ``words`` what they go by, in a sentence for the roll
    and the minutes, and ``citation`` where that is written. ``unknown`` are classes that it names
    and the register does not have."""

    votes: Votes
    words: Translated
    citation: Translated
    unknown: tuple[str, ...] = ()


def weighing_on(day: date) -> Weighing | None:
    """None where every member has one vote."""
    if not Association.objects.exists():
        return None
    answer = rulebook_on(day).stated(RULE)
    if answer is None or not isinstance(answer.value, VoteScale):
        return None
    scale, cited = answer.value, answer.citations[0]
    home = {lang: cited.render(lang) for lang in ABROAD if lang in cited.abroad}
    citation = Translated(zh=cited.render("zh"), en=cited.render("en"), **home)
    if scale.by is ScaleBy.CLASS:
        known = set(MemberClass.objects.values_list("key", flat=True))
        unknown = tuple(key for key, _votes in scale.by_class if key not in known)
        return Weighing(_by_class(scale), _told(scale), citation, unknown)
    return Weighing(_by_dues(scale, day), _told(scale), citation)


def _by_class(scale: VoteScale) -> Votes:
    def votes(_member: Membership, standing: StandingOn) -> int:
        held = standing.member_class
        return scale.of_class(held.key if held is not None else None)

    return votes


def _by_dues(scale: VoteScale, day: date) -> Votes:
    """By the whole dues of a period under the schedule of the day, waived or not. Without a
    schedule nobody owes anything."""
    schedule = schedule_on(day)
    owed = amounts_on(schedule, day) if schedule is not None else {}

    def votes(member: Membership, _standing: StandingOn) -> int:
        return scale.of_dues(owed.get(member.pk, Decimal(0)))

    return votes


def _told(scale: VoteScale) -> Translated:
    """In every language that papers know."""
    languages: tuple[Lang, ...] = ("zh", "en", *ABROAD)
    named = {row.key: Translated(row.name) for row in MemberClass.objects.all()}
    return Translated(
        {
            lang: sentence(scale, {key: name.text(lang) for key, name in named.items()}, lang)
            for lang in languages
        }
    )
