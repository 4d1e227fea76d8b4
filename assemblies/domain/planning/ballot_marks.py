"""The marks of a meeting's ballots on paper, as its election method has them (CN-E7)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from assemblies.domain.locking import IN_SESSION, lock_assembly, require_phase, stream_of
from assemblies.enums import Phase
from assemblies.models import Assembly
from elections.domain.alphabet import Alphabet, as_kept, set_alphabet
from elections.enums import BEFORE_OPENING
from elections.models import Election
from members.models import User
from records.domain import log

BEFORE_MINUTES = (Phase.PREPARE, Phase.CONVENE, Phase.CHECK_IN, *IN_SESSION)


def marks_of(assembly: Assembly) -> dict[str, Any]:
    """What is kept of the meeting's alphabet; a first meeting without its own has that of the
    meeting it follows."""
    if assembly.alphabet or assembly.parent is None:
        return dict(assembly.alphabet)
    return marks_of(assembly.parent)


@transaction.atomic
def set_marks(*, assembly: Assembly, alphabet: Alphabet, by: User | None, at: datetime) -> Assembly:
    """Fix the marks for every ballot of the meeting that is not opened, its first meetings'
    included, and for those to come. A ballot that was opened keeps the marks that its papers bear.

    Raises AlphabetAmbiguous, BlankLineNotFor, PhaseForbids.
    """
    assembly = lock_assembly(assembly.pk)
    require_phase(assembly, *BEFORE_MINUTES)
    kept = as_kept(alphabet)
    if assembly.alphabet == kept:
        return assembly
    here = Q(motion__item__assembly=assembly) | Q(
        motion__item__assembly__parent=assembly, motion__item__assembly__alphabet={}
    )
    boxes = Election.objects.select_for_update(of=("self",)).filter(here).order_by("pk")
    boxes = boxes.filter(state__in=BEFORE_OPENING)
    set_alphabet(list(boxes), alphabet)
    assembly.alphabet = kept
    assembly.save(update_fields=["alphabet"])
    log.record(stream=stream_of(assembly), event="ballot_marks_set", payload=kept, by=by, at=at)
    return assembly
