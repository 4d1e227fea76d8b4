"""What is voted on before anybody is elected: the election method (CN-E15), who counts (CN-E11)."""

from __future__ import annotations

from assemblies.domain.days import meeting_day
from assemblies.domain.governing import cited
from assemblies.enums import ItemKind
from assemblies.errors import ElectionTooEarly
from assemblies.models import AgendaItem, Assembly, Resolution
from bylaws.domain.in_force import rulebook_on
from bylaws.enums import Matter, Outcome

VOTED_FIRST = {
    Matter.ELECTION_METHOD: "election.method_first",
    Matter.SCRUTINEERS: "count.tellers",
}
"""The topic of the rule that asks for each. Nothing is asked where a profile has no such rule."""


def refuse_election_out_of_order(item: AgendaItem) -> None:
    """Raises ElectionTooEarly while something of the agenda that comes first was not adopted.

    A first meeting elects under what the assembly before it adopted.
    """
    if item.kind != ItemKind.ELECTION:
        return
    assembly = item.assembly.parent or item.assembly
    book = rulebook_on(meeting_day(assembly))
    for matter, topic in VOTED_FIRST.items():
        sources = book.sources(topic)
        first = assembly.items.filter(matter=matter).first()
        if sources and first is not None and not _adopted(assembly, matter):
            raise ElectionTooEarly(item=str(first.title), citation=str(cited(sources)))


def _adopted(assembly: Assembly, matter: Matter) -> bool:
    return Resolution.objects.filter(
        motion__item__assembly=assembly,
        motion__item__matter=matter,
        outcome=Outcome.PASSED,
        annulled_at__isnull=True,
    ).exists()
