"""The programme of a term: goals as they were stated, with owner and date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from assemblies.domain.carrying.progress import stream_of_term
from assemblies.errors.carrying import GoalEmpty
from assemblies.models import AgendaItem, Assembly, FreeText, Goal
from members.models import Person, Term, User
from records.domain import log
from records.fields import Translated

SENTENCE = re.compile(r"[^。！？；.!?;\n]+[。！？；.!?;]?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of what was said under ``item``; ``key`` names it in a form."""

    key: str
    item: AgendaItem
    text: Translated


@transaction.atomic
def add_goal(
    *,
    term: Term,
    title: Translated,
    by: User | None,
    at: datetime,
    source: Translated | None = None,
    item: AgendaItem | None = None,
    owner: Person | None = None,
    due_on: date | None = None,
) -> Goal:
    """Put a goal on the term's programme; the same words again are the same goal. Raises
    GoalEmpty."""
    term = Term.objects.select_for_update().get(pk=term.pk)
    told = Translated({key: text.strip() for key, text in title.items() if text.strip()})
    if not told:
        raise GoalEmpty
    known = next((row for row in term.goals.all() if dict(row.title) == dict(told)), None)
    if known is not None:
        return known
    last = term.goals.aggregate(last=Max("position"))["last"] or 0
    goal = Goal.objects.create(
        term=term,
        position=last + 1,
        title=told,
        source=source or Translated(),
        item=item,
        owner=owner,
        due_on=due_on,
    )
    payload = {"goal": goal.pk, "title": dict(told), "due_on": due_on}
    stream = stream_of_term(term.pk)
    log.record(stream=stream, event="goal_stated", payload=payload, by=by, at=at)
    return goal


def sentences_of(assembly: Assembly) -> list[Sentence]:
    """What was said at the meeting, sentence by sentence: notes of its items and the words of the
    minutes under them, each text as it stands last."""
    found = []
    for item in assembly.items.order_by("position"):
        texts = [item.note] if item.note else []
        sections: dict[str, FreeText] = {
            row.section: row for row in item.free_texts.order_by("revision")
        }
        texts += [row.text for row in sections.values() if row.text]
        parts = [
            (language, part.strip())
            for text in texts
            for language in ("zh", "en")
            for part in SENTENCE.findall(text.get(language, ""))
            if part.strip()
        ]
        found += [
            Sentence(f"{item.pk}.{number}", item, Translated({language: part}))
            for number, (language, part) in enumerate(parts)
        ]
    return found


@transaction.atomic
def pick_goals(
    *, assembly: Assembly, keys: list[str], term: Term, by: User | None, at: datetime
) -> list[Goal]:
    """Make goals of the sentences that ``keys`` name, with where they were said."""
    return [
        add_goal(
            term=term,
            title=one.text,
            source=Translated(
                zh=f"{assembly.title.text('zh')}，{one.item.title.text('zh')}",
                en=f"{assembly.title.text('en')}, {one.item.title.text('en')}",
            ),
            item=one.item,
            by=by,
            at=at,
        )
        for one in sentences_of(assembly)
        if one.key in keys
    ]
