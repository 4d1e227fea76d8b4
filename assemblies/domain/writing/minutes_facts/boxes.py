"""Ballot boxes: every round, every question, every candidate's figures, and what seals them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from assemblies.domain.writing.minutes_facts.box_shapes import (
    BoxFacts,
    CandidateFacts,
    CodesFacts,
    ContestFacts,
    EqualityFacts,
    PartFacts,
    PartLineFacts,
    PlaceFacts,
    SeatDecisionFacts,
)
from assemblies.domain.writing.minutes_facts.presence import percent
from elections.domain import board
from elections.domain.decryption import shares_needed
from elections.domain.paper import tellers_of
from elections.domain.results import ContestFigures, LineFigures, contest_figures
from elections.domain.sides import is_counted_whole
from elections.domain.weights import entitled_votes, votes_at, weights_listed
from elections.enums import LISTS, Channel, ContestKind, ElectionState
from elections.models import Candidate, Contest, Election
from records.fields import Translated

Verdicts = dict[str, dict[str, Any]]
"""What the resolution says of each contest, by the contest's id (``Resolution.figures``)."""
CHOSEN = ("elected", "by_lot", "by_seniority")
TIED = ("tied", "by_lot", "by_seniority")
COUNTED = (ElectionState.COUNTED, ElectionState.PUBLISHED, ElectionState.ANNULLED)


def box_of(
    election: Election, verdicts: Verdicts, threshold: Translated, *, confirmed: str = ""
) -> BoxFacts:
    """``verdicts`` are of the rounds that stand; an annulled one has none. ``threshold`` is what
    a verdict has that was kept before there were rounds. ``confirmed`` is the number of the
    resolution on its trustees."""
    ceremony = election.ceremony
    online = election.is_electronic
    sealed = online and bool(election.raw)
    prints = board.fingerprints(election) if sealed else None
    contests = election.contests.prefetch_related("candidates").order_by("position")
    return BoxFacts(
        id=str(election.pk),
        code=election.code,
        slug=election.slug,
        title=election.title,
        channel=election.channel,
        round=election.round,
        state=election.state,
        in_hall=election.in_hall,
        entitled=entitled_votes(election.roll) if election.roll is not None else None,
        opened_at=election.opened_at,
        closed_at=election.closed_at,
        published_at=election.published_at,
        contests=[_contest(one, election, verdicts, threshold) for one in contests],
        tellers=[person.name for person in tellers_of(election)] if election.is_on_paper else [],
        trustees=_trustees(election) if ceremony is not None and online else [],
        trustees_needed=shares_needed(ceremony) if ceremony is not None and online else None,
        server_alone=ceremony is not None and online and ceremony.is_server_alone,
        fingerprint=prints.election if prints else "",
        credentials_digest=prints.credentials if prints else "",
        trustees_digest=prints.trustees if prints else "",
        head=election.head if sealed else "",
        ballots=board.counted_ballots(election) if sealed else None,
        archive_name=election.archive.name if election.archive else "",
        archive_digest=election.archive.digest if election.archive else "",
        supplements_digest=election.supplements.digest if election.supplements else "",
        key_destroyed_at=election.server_key_destroyed_at,
        consent=election.small_electorate_consent,
        annulled_at=election.annulled_at,
        annulled_by=election.annulled_by,
        annulment_reason=election.annulment_reason,
        slips=_slips(election),
        codes=_codes(election) if sealed else [],
        trustees_by=confirmed if ceremony is not None and online else "",
        alphabet=election.alphabet if election.is_on_paper else {},
        codes_by_server=ceremony is not None and online and ceremony.server_makes_codes,
    )


def _slips(election: Election) -> dict[str, int]:
    if not election.slips:
        return {}
    return {**election.slips, "void": election.credentials.filter(is_void=True).count()}


def _codes(election: Election) -> list[CodesFacts]:
    """Told where some count for more than others."""
    kinds = Counter(weights_listed(election).values())
    if set(kinds) <= {1}:
        return []
    return [CodesFacts(number, votes) for votes, number in sorted(kinds.items())]


def _trustees(election: Election) -> list[Translated]:
    assert election.ceremony is not None  # asked only where there is one
    return [one.person.name for one in election.ceremony.trustees.select_related("person")]


def _contest(
    contest: Contest, election: Election, verdicts: Verdicts, threshold: Translated
) -> ContestFacts:
    told = verdicts.get(str(contest.pk), {})
    figures = contest_figures(contest)
    counted = figures.is_counted and election.state in COUNTED and _is_whole(election)
    present = election.present_at_opening
    candidates = [
        _candidate(line, contest, figures, counted, present, told) for line in figures.lines
    ]
    return ContestFacts(
        id=str(contest.pk),
        kind=contest.kind,
        title=contest.title,
        text=contest.text,
        seats=contest.seats,
        office=contest.office,
        present=present,
        issued=figures.issued if counted else _issued_uncounted(election),
        returned=figures.returned if counted else None,
        not_returned=figures.issued - figures.returned if counted else None,
        valid=figures.valid if counted else None,
        invalid=figures.invalid if counted else None,
        parts=_parts(figures) if counted else [],
        candidates=candidates,
        required=told.get("required"),
        threshold=Translated() if contest.preliminary else _formula(told, threshold),
        sentence=Translated(told.get("sentence", {})),
        elected=_elected(candidates),
        tied=[one.name for one in candidates if one.outcome in TIED],
        tied_seats=told.get("tied_seats", 0),
        unfilled=told.get("unfilled"),
        equalities=_equalities(contest, figures, present) if counted else [],
        blank_vote=contest.blank_vote,
        blank=figures.blank if counted and contest.blank_vote else None,
        write_ins=contest.write_ins,
        preliminary=contest.preliminary,
        reason=contest.reason,
        marks=contest.most_marks,
        counting=told.get("counting", ""),
        decisions=[_decision(row) for row in told.get("decisions", [])],
    )


def _is_whole(election: Election) -> bool:
    """A box annulled when one side alone was counted has no figures."""
    return election.channel != Channel.MIXED or is_counted_whole(election)


def _parts(figures: ContestFigures) -> list[PartFacts]:
    several = len(figures.channels) > 1
    return [
        PartFacts(
            channel=part.channel,
            issued=part.issued,
            returned=part.returned,
            valid=part.valid,
            invalid=part.invalid,
            blank=part.blank,
            void_reasons=dict(part.void_reasons),
            lines=[
                PartLineFacts(
                    position=line.candidate.position,
                    votes_for=line.votes_for,
                    votes_against=line.votes_against,
                    abstentions=line.abstentions,
                    partly_invalid=line.partly_invalid,
                )
                for line in part.lines
            ]
            if several
            else [],
        )
        for part in figures.channels
    ]


def _formula(told: dict[str, Any], other: Translated) -> Translated:
    """The question's own, which a further round may have; none where the most votes decide."""
    if "thresholds" not in told:
        return other
    own = told["thresholds"]
    return Translated(own[0]["formula"]) if own else Translated()


def _decision(row: dict[str, Any]) -> SeatDecisionFacts:
    return SeatDecisionFacts(
        way=row["way"],
        seats=row["seats"],
        citation=Translated(row["citation"]),
        decided=row["decided"],
        chosen=[Translated(name) for name in row["chosen"]],
        places=[
            PlaceFacts(
                candidate=one["candidate"],
                name=Translated(one["name"]),
                on=one.get("on", ""),
                digest=one.get("digest", ""),
            )
            for one in row["tied"]
        ],
        seed=row["seed"],
    )


def _issued_uncounted(election: Election) -> int | None:
    """Of a box that was not counted, as an annulled one: the votes that it let in, or the papers
    that were handed out; None where it was never opened."""
    if election.is_electronic and election.opened_at is not None:
        return votes_at(election.participations.all())
    return election.papers_issued


def _candidate(
    line: LineFigures,
    contest: Contest,
    figures: ContestFigures,
    counted: bool,
    present: int | None,
    told: dict[str, Any],
) -> CandidateFacts:
    candidate: Candidate = line.candidate
    own = {one["candidate"]: one for one in told.get("candidates", [])}
    verdict = own.get(str(candidate.pk), {})
    return CandidateFacts(
        position=candidate.position,
        name=candidate.name,
        note=candidate.note,
        votes_for=line.votes_for if counted else None,
        votes_against=line.votes_against if counted else None,
        abstentions=line.abstentions if counted else None,
        partly_invalid=line.partly_invalid if counted else None,
        rate=percent(line.votes_for, present) if counted and present else "",
        outcome=verdict.get("outcome", ""),
        is_write_in=candidate.is_write_in,
        required=verdict.get("required"),
    )


def _elected(candidates: list[CandidateFacts]) -> list[Translated]:
    """Highest first; in the ballot's order where votes are equal."""
    chosen = [one for one in candidates if one.outcome in CHOSEN]
    return [one.name for one in sorted(chosen, key=lambda one: -(one.votes_for or 0))]


def _equalities(
    contest: Contest, figures: ContestFigures, present: int | None
) -> list[EqualityFacts]:
    """CN-E2 and CN-E12 with their numbers, as the result sheet prints them."""
    f = figures
    lines = [
        line.votes_for + line.votes_against + line.abstentions + line.partly_invalid
        for line in f.lines
    ]
    found = [
        EqualityFacts(
            "valid_and_invalid",
            f"{f.valid} + {f.invalid} = {f.returned}",
            f.valid + f.invalid == f.returned,
        ),
        EqualityFacts(
            "returned_at_most_issued", f"{f.returned} ≤ {f.issued}", f.returned <= f.issued
        ),
    ]
    if present is not None:
        found.append(
            EqualityFacts("issued_at_most_present", f"{f.issued} ≤ {present}", f.issued <= present)
        )
    equal = sum(total == f.valid for total in lines)
    found.append(EqualityFacts("lines_and_valid", f"{equal} / {len(lines)}", equal == len(lines)))
    if contest.kind in LISTS and contest.kind != ContestKind.APPROVAL:
        marks, most = sum(line.votes_for for line in f.lines), f.valid * contest.most_marks
        found.append(
            EqualityFacts(
                "marks_at_most_seats",
                f"{marks} ≤ {f.valid} × {contest.most_marks} = {most}",
                marks <= most,
            )
        )
    return found
