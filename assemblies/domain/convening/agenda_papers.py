"""Papers of a meeting to come: agenda, candidates, draft dues standard, form of authority."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from assemblies.domain.days import zone
from assemblies.enums import NominationOutcome
from assemblies.models import Assembly, Motion, Nomination
from bylaws.models import Association
from dues.domain.schedule_dates import schedule_before
from dues.domain.schedules import tiers_beside
from elections.enums import LISTS
from elections.models import Candidate, Contest
from records.domain.pdf import make_pdf


def agenda_pdf(assembly: Assembly, language: str) -> bytes:
    items = assembly.items.select_related("motion", "speaker").order_by("position")
    return _print("print/agenda.html", assembly, language, items=list(items))


def candidates_pdf(assembly: Assembly, language: str) -> bytes:
    """Who stands, contest by contest, in the order of the ballot, with unit and post."""
    return _print("print/candidates.html", assembly, language, standing=introduced(assembly))


def introduced(assembly: Assembly) -> list[tuple[Contest, list[tuple[Candidate, str]]]]:
    """Every slate with its candidates, each with what they said of themselves when they were
    nominated, where they were."""
    said: dict[tuple[UUID | None, str], str] = {
        (row.person_id, row.office): row.introduction
        for row in Nomination.objects.filter(
            call__item__assembly=assembly, outcome=NominationOutcome.CONFIRMED
        )
    }
    return [
        (
            contest,
            [(one, said.get((one.person_id, contest.office), "")) for one in contest.standing],
        )
        for contest in contests_of(assembly)
    ]


def contests_of(assembly: Assembly) -> list[Contest]:
    contests = Contest.objects.filter(election__motion__item__assembly=assembly, kind__in=LISTS)
    return list(
        contests.prefetch_related("candidates").order_by(
            "election__motion__item__position", "position"
        )
    )


def dues_pdf(assembly: Assembly, motion: Motion, language: str) -> bytes:
    """The draft standard, class by class."""
    assert motion.schedule is not None  # offered only where the motion has one
    tiers = tiers_beside(motion.schedule, schedule_before(motion.schedule))
    return _print("print/dues_draft.html", assembly, language, motion=motion, tiers=list(tiers))


def authority_pdf(assembly: Assembly, language: str) -> bytes:
    """委托书, to be filled in and signed."""
    return _print("print/authority_to_vote.html", assembly, language)


def _print(template: str, assembly: Assembly, language: str, **more: Any) -> bytes:
    context = {"assembly": assembly, "association": Association.objects.get().name, **more}
    return make_pdf(
        template=template,
        context=context,
        language=language,
        zone=zone(),
        dated=assembly.starts_at,
    )
