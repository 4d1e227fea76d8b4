"""The points of the agenda: what was put, how it was voted, what was decided and by which rule."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from assemblies.domain.days import meeting_day
from assemblies.domain.numbers import written_number
from assemblies.domain.presence.key_holders import confirmed_by
from assemblies.domain.sitting.judged import judged_contests
from assemblies.domain.sitting.kept_figures import contest_row
from assemblies.domain.writing.minutes_facts.amendments import amendment_of
from assemblies.domain.writing.minutes_facts.box_shapes import BoxFacts
from assemblies.domain.writing.minutes_facts.boxes import Verdicts, box_of
from assemblies.domain.writing.minutes_facts.carried import cases_of
from assemblies.domain.writing.minutes_facts.conduct import (
    counts_of,
    recusals_of,
    roll_call_of,
    statements_of,
)
from assemblies.domain.writing.minutes_facts.nominations import nominations_of
from assemblies.domain.writing.minutes_facts.shapes import (
    AmendmentFacts,
    ArticleFacts,
    DuesFacts,
    HandsFacts,
    ItemFacts,
    ThresholdFacts,
    TierFacts,
    VersionFacts,
)
from assemblies.domain.writing.standing_texts import Texts, texts_of
from assemblies.enums import Section
from assemblies.models import AgendaItem, Assembly, Motion, Resolution
from bylaws.domain.approval import governs_only_when_approved
from bylaws.domain.versions import changes_between
from bylaws.models import Version
from dues.domain.schedule_dates import schedule_before
from dues.domain.schedules import tiers_beside
from dues.models import DuesSchedule
from elections.domain.rounds import rounds_of
from elections.enums import ElectionState
from records.fields import Translated

UNDECIDED = Translated()


def items_of(assembly: Assembly) -> list[ItemFacts]:
    """Every item in the agenda's order, whether it was reached or not."""
    items = assembly.items.select_related(
        "motion__election",
        "motion__version",
        "motion__schedule",
        "motion__amendment__regulation",
        "motion__amendment__base",
        "speaker",
    )
    texts = texts_of(assembly)
    return [item_of(item, texts) for item in items.order_by("position")]


def item_of(item: AgendaItem, texts: Texts | None = None) -> ItemFacts:
    """One item; without ``texts`` as a sheet or a resolution printed by itself needs it."""
    free = texts or {}
    motion: Motion | None = getattr(item, "motion", None)
    resolution = _standing(motion)
    amendment = amendment_of(motion)
    told = resolution.figures if resolution else {}
    boxes = _boxes(motion, told)
    hands = _hands(motion)
    return ItemFacts(
        position=item.position,
        title=item.title,
        kind=item.kind,
        matter=item.matter,
        state=item.state,
        note=item.note,
        text=motion.text if motion else UNDECIDED,
        method=motion.method if motion else "",
        hands=hands,
        boxes=boxes,
        thresholds=_thresholds(told),
        quorum=Translated(told.get("quorum", {}).get("sentence", {})),
        outcome=resolution.outcome if resolution else "",
        sentence=resolution.sentence if resolution else UNDECIDED,
        citation=resolution.citation if resolution else UNDECIDED,
        number=_number(resolution),
        resolved_at=resolution.resolved_at if resolution else None,
        version=_version(motion, motion.version, amendment) if motion and motion.version else None,
        amendment=amendment,
        dues=_dues(motion.schedule) if motion and motion.schedule else None,
        agrees=resolution is None or _agrees(told, boxes, hands),
        cases=cases_of(motion, resolution),
        id=str(item.pk),
        speaker=item.speaker.name if item.speaker else UNDECIDED,
        added_at=item.added_at,
        recusals=recusals_of(item),
        roll_call=roll_call_of(motion),
        statements=statements_of(item),
        counts=counts_of(motion),
        discussion=free.get((item.pk, Section.DISCUSSION), UNDECIDED),
        remark=free.get((item.pk, Section.REMARK), UNDECIDED),
        nominations=nominations_of(item),
    )


def _standing(motion: Motion | None) -> Resolution | None:
    if motion is None:
        return None
    return (
        motion.resolutions.filter(annulled_at__isnull=True)
        .select_related("decision", "motion__item__assembly__body")
        .first()
    )


def _number(resolution: Resolution | None) -> str:
    """As the association writes it; what was not passed has its number in the series too."""
    if resolution is None:
        return ""
    if resolution.decision is not None:
        return str(resolution.decision.reference)
    body = resolution.motion.item.assembly.body
    return written_number(
        "resolution", body_kind=body.kind, year=resolution.year, number=resolution.number
    )


def _boxes(motion: Motion | None, told: dict[str, Any]) -> list[BoxFacts]:
    if motion is None or motion.election is None:
        return []
    rows = told.get("contests", []) or _so_far(motion)
    verdicts: Verdicts = {row["contest"]: row for row in rows}
    thresholds = _thresholds(told)
    formula = thresholds[0].formula if thresholds else Translated()
    confirmed = _number(confirmed_by(motion.item.assembly))
    return [
        box_of(election, {}, Translated(), confirmed=confirmed)
        if election.state == ElectionState.ANNULLED
        else box_of(election, verdicts, formula, confirmed=confirmed)
        for election in rounds_of(motion.election)
    ]


def _so_far(motion: Motion) -> list[dict[str, Any]]:
    """What the rounds before the one that is under way came to: their sheets are signed first."""
    if motion.election is None or not rounds_of(motion.election)[:-1]:
        return []
    return [contest_row(one) for one in judged_contests(motion)]


def _hands(motion: Motion | None) -> HandsFacts | None:
    if motion is None or motion.present is None:
        return None
    return HandsFacts(
        present=motion.present,
        votes_for=motion.votes_for or 0,
        votes_against=motion.votes_against or 0,
        abstentions=motion.abstentions or 0,
        written_consents=motion.written_consents,
    )


def _thresholds(told: dict[str, Any]) -> list[ThresholdFacts]:
    return [
        ThresholdFacts(
            formula=Translated(row["formula"]),
            required=row["required"],
            of=row["of"],
            base=row["base"],
            citation=Translated(row["citation"]),
        )
        for row in told.get("thresholds", [])
    ]


def _agrees(told: dict[str, Any], boxes: list[BoxFacts], hands: HandsFacts | None) -> bool:
    """A resolution keeps the figures it was judged on; the counts on record must still be those."""
    if hands is not None:
        now = (hands.present, hands.votes_for, hands.votes_against, hands.abstentions)
        consents = told.get("written_consents", 0) == hands.written_consents
        return consents and _kept(told, "present", "for", "against", "abstain") == now
    if not boxes:
        return True
    contests = [
        contest for box in boxes if box.state != ElectionState.ANNULLED for contest in box.contests
    ]
    if not told.get("contests"):
        line = contests[0].candidates[0]
        now_voted = (line.votes_for, line.votes_against, line.abstentions)
        return _kept(told, "for", "against", "abstain") == now_voted
    kept = {
        (row["contest"], one["position"]): _kept(one, "for", "against", "abstain", "partly_invalid")
        for row in told["contests"]
        for one in row["candidates"]
    }
    return kept == {
        (contest.id, one.position): (
            one.votes_for,
            one.votes_against,
            one.abstentions,
            one.partly_invalid,
        )
        for contest in contests
        for one in contest.candidates
    }


def _kept(row: dict[str, Any], *names: str) -> tuple[int | None, ...]:
    return tuple(row.get(name) for name in names)


def _version(motion: Motion, version: Version, amendment: AmendmentFacts | None) -> VersionFacts:
    """Of an amendment, articles in which only numbers follow stand apart from what it changes."""
    following = amendment.conforming if amendment else []
    day = meeting_day(motion.item.assembly)
    base = version.base
    changes = changes_between(base, version) if base else []
    return VersionFacts(
        title=version.regulation.title,
        label=version.label,
        base_label=base.label if base else Translated(),
        kind=version.regulation.kind,
        digest=version.digest,
        chain=version.chain,
        summary=version.summary,
        awaits_approval=version.approval_id is None
        and governs_only_when_approved(version.regulation, day=day),
        changes=[
            ArticleFacts(
                kind=change.kind.value,
                old_number=change.old_label,
                new_number=change.new_label,
                old_text=change.old_text,
                new_text=change.new_text,
            )
            for change in changes
            if change.new_label not in following
        ],
    )


def _dues(schedule: DuesSchedule) -> DuesFacts:
    return DuesFacts(
        title=schedule.title,
        effective_on=schedule.effective_on,
        currency=schedule.currency,
        tiers=[
            TierFacts(
                member_class=tier.name,
                old=_amount(before),
                new=_amount(tier.amount),
            )
            for tier, before in tiers_beside(schedule, schedule_before(schedule))
        ],
    )


def _amount(amount: Decimal | None) -> str:
    """Without cents where there are none: 30000, 8000.50."""
    if amount is None:
        return ""
    whole = amount == amount.to_integral_value()
    return str(int(amount)) if whole else f"{amount:.2f}"
