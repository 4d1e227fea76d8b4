"""The rule that governs an item: the text in force on the meeting's day, never the draft on the
table (CN-F2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assemblies.domain.days import meeting_day
from assemblies.errors import told_by_the_rules
from assemblies.models import AgendaItem, Assembly
from bylaws.domain.abroad import ABROAD
from bylaws.domain.in_force import rulebook_on
from bylaws.domain.rounds import rule_in_round
from bylaws.domain.rulebook import Rulebook
from bylaws.domain.rules import Citation, Rule
from bylaws.enums import BodyKind, Matter, SeatWay
from bylaws.errors import Lang
from bylaws.models import Association
from records.domain.pdf import LANGUAGES
from records.fields import PAPER_LANGUAGES, Translated


def rule_for_item(item: AgendaItem) -> Rule:
    """Raises RuleRefused where the body cannot decide the matter or no text answers."""
    return rule_for_matter(item.assembly, Matter(item.matter))


def rule_for_vote(item: AgendaItem) -> Rule:
    """The same of the vote that is taken next on an item, which may be a further round whose
    questions are all held for one reason. Raises RuleRefused."""
    rule, motion = rule_for_item(item), getattr(item, "motion", None)
    if motion is None or motion.election is None:
        return rule
    reasons = set(motion.election.contests.values_list("reason", flat=True))
    if len(reasons) != 1 or "" in reasons:
        return rule
    return rule_in_round(book_of(item.assembly), rule, SeatWay(reasons.pop()))


def rule_for_matter(assembly: Assembly, matter: Matter) -> Rule:
    """The same of a matter that is not on the agenda yet. Raises RuleRefused."""
    return _rule(assembly, matter)


def book_of(assembly: Assembly) -> Rulebook:
    """The rulebook of the meeting's day. Raises NoRuleInForce."""
    return rulebook_on(meeting_day(assembly))


def matters_of(assembly: Assembly) -> tuple[Matter, ...]:
    """What the body of the meeting may be asked to decide that day."""
    return book_of(assembly).matters(BodyKind(assembly.body.kind))


def rule_for_meeting(assembly: Assembly) -> Rule:
    """What holds for the meeting as such: quorum, notice, remote."""
    return _rule(assembly, Matter.ORDINARY)


def _rule(assembly: Assembly, matter: Matter) -> Rule:
    with told_by_the_rules():
        rule = book_of(assembly).rule_for(
            BodyKind(assembly.body.kind),
            matter,
            re_election=assembly.re_election,
            second_call=assembly.second_call_of_id is not None,
        )
    return replace(rule, weighted=assembly.roll is not None and assembly.roll.is_weighted)


def cited(citations: Sequence[Citation]) -> Translated:
    """Citations in one line, in both languages and in those in which any of them is at home."""
    once = dict.fromkeys(citations)
    home = [lang for lang in ABROAD if any(lang in citation.abroad for citation in once)]
    return Translated(
        zh="；".join(citation.render("zh") for citation in once),
        en="; ".join(citation.render("en") for citation in once),
        **{lang: "; ".join(citation.render(lang) for citation in once) for lang in home},
    )


def minutes_languages() -> list[str]:
    """In which minutes are made: the association's as far as papers know them, and where it names
    none, Chinese and English."""
    kept = [lang for lang in _kept_languages() if lang in PAPER_LANGUAGES]
    return kept or list(LANGUAGES)


def _kept_languages() -> list[str]:
    return Association.objects.values_list("languages", flat=True).first() or []


def told_in_each(tell: Callable[[Lang], str]) -> Translated:
    """A sentence of the rules as the record keeps it: in both languages, and in those of the
    association that its papers know."""
    own = [lang for lang in ABROAD if lang in _kept_languages()]
    return Translated(zh=tell("zh"), en=tell("en"), **{lang: tell(lang) for lang in own})
