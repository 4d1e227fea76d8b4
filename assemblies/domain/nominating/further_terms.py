"""Who stands for more terms in a row than the rule lets them, by an approval: they need more votes
(CN-C3), however the others are counted."""

from __future__ import annotations

from uuid import UUID

from assemblies.domain.governing import book_of
from assemblies.domain.nominating.checking import TERMS
from assemblies.models import Motion, Nomination, NominationApproval
from bylaws.domain.rules import Citation
from bylaws.domain.thresholds import Threshold
from elections.models import Contest

RULE = "officers.further_term"
Further = tuple[tuple[Threshold, ...], tuple[Citation, ...]]
NOTHING: Further = ((), ())


def standing_again(motion: Motion, contest: Contest) -> frozenset[UUID]:
    """The persons who were nominated for the contest's office under the motion's item and whose
    terms were approved. Of somebody who was nominated anew the last nomination counts."""
    put_forward = Nomination.objects.filter(call__item=motion.item_id, office=contest.office)
    last = {row.person_id: row.pk for row in put_forward.order_by("nominated_at")}
    rows = NominationApproval.objects.filter(topic=TERMS, nomination__in=last.values())
    return frozenset(rows.values_list("nomination__person", flat=True))


def asked_of_them(motion: Motion) -> Further:
    """The thresholds that the rules of the day ask of them, and what they rest on; nothing where
    no text asks more."""
    answer = book_of(motion.item.assembly).stated(RULE)
    if answer is None or not isinstance(answer.value, tuple):
        return NOTHING
    return answer.value, answer.citations
