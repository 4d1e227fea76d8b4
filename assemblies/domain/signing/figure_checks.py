"""Every figure of the facts reckoned again from what stands beside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from assemblies.domain.signing.checks import Check
from assemblies.domain.writing.minutes_facts.boxes import CHOSEN
from assemblies.domain.writing.minutes_facts.presence import percent
from assemblies.domain.writing.minutes_layout import meetings_of
from bylaws.domain.thresholds import Threshold
from bylaws.enums import Base, Comparison, Outcome, SeatWay
from elections.counting.lot import draw
from elections.enums import ContestKind, ElectionState
from records.fields import Translated

Data = dict[str, Any]
SHARE = re.compile(
    r", (?:(?P<all>all)|(?P<half>more than half)|"
    r"(?P<how>at least|more than) (?P<num>\d+)/(?P<den>\d+))"
    r"(?: and at least (?P<least>\d+))? required"
)
"""The share in the English formula (``present 109, at least 2/3 required: 73``)."""
MARKS = ("votes_for", "votes_against", "abstentions")
CHOICES = ("for", "against", "abstain")
THERE = ("attended", "represented")


def figure_checks(facts: Data) -> list[Check]:
    """One check for each group of figures; facts of another shape fail where they are read."""
    found = []
    for meeting in meetings_of(facts):
        groups: list[tuple[str, str, Callable[[], Iterator[str]]]] = [
            ("attendance", _("Attendance"), lambda m=meeting: _attendance(m)),  # type: ignore[misc]
            ("quorum", _("Quorum"), lambda m=meeting: _quorums(m)),  # type: ignore[misc]
        ]
        found += [
            _check(code, f"{_title(meeting)}: {name}", faults) for code, name, faults in groups
        ]
        found += item_checks(meeting)
    return found


def item_checks(meeting: Data) -> list[Check]:
    """One check for each item of a meeting, or of what an extract has of it."""
    found = []
    for item in meeting["items"]:
        subject = f"{_title(meeting)}: " + _("Item %(number)s") % {"number": item["position"]}
        found.append(_check("item", subject, lambda i=item: _item(i)))  # type: ignore[misc]
    return found


def summary_check(meeting: Data) -> Check:
    """The attendance of an extract, which has its figures and no lines, and each stated quorum."""
    return _check("attendance", f"{_title(meeting)}: " + _("Attendance"), lambda: _summary(meeting))


def _summary(meeting: Data) -> Iterator[str]:
    told = meeting["attendance"]
    parts = ("attended", "represented", "excused", "absent")
    yield from _differs(_("entitled"), told["entitled"], sum(told[part] for part in parts))
    yield from _differs(_("rate"), told["rate"], percent(told["attended"], told["entitled"]))
    for check in meeting["quorum"]:
        if not check.get("by_votes"):
            yield from _differs(_("entitled"), check["entitled"], told["entitled"])
        yield from _differs(_("quorum met"), check["met"], check["present"] >= check["required"])


def _title(meeting: Data) -> str:
    return Translated(meeting["title"]).text()


def _check(code: str, subject: str, faults: Callable[[], Iterator[str]]) -> Check:
    try:
        found = list(faults())
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        found = [_("the facts cannot be read here (%(error)s)") % {"error": repr(error)}]
    return Check(code, subject, not found, "; ".join(found) or _("reckoned again, equal"))


def _differs(name: str, printed: Any, given: Any) -> Iterator[str]:
    """What to say where a figure is not what the evidence gives."""
    if printed != given:
        words = _("%(name)s: %(printed)s is printed, the evidence gives %(given)s")
        yield words % {"name": name, "printed": printed, "given": given}


def _attendance(meeting: Data) -> Iterator[str]:
    told = meeting["attendance"]
    rows = told["rows"]
    states = Counter(row["state"] for row in rows)
    yield from _differs(_("entitled"), told["entitled"], len(rows))
    for state, name in (
        ("attended", _("attended")),
        ("represented", _("represented")),
        ("excused", _("excused")),
        ("absent", _("absent")),
    ):
        yield from _differs(name, told.get(state, 0), states[state])
    yield from _differs(_("rate"), told["rate"], percent(states["attended"], len(rows)))
    yield from _differs(_("remotely"), told.get("remote", 0), sum(map(_only_remote, rows)))
    if told.get("votes") is not None:
        yield from _differs(_("votes"), told["votes"], _weights(rows))
    for row in rows:
        was_there = row["state"] in THERE
        if was_there != bool(row["stays"]):
            yield _("line %(number)s: its stays do not fit its state") % row


def _only_remote(row: Data) -> bool:
    """Whether who attended was never in the hall."""
    remote = row.get("remote_from", [])
    return row["state"] == "attended" and bool(remote) and len(remote) == len(row["stays"])


def _quorums(meeting: Data) -> Iterator[str]:
    """Persons in the hall are counted from their stays; where the rule lets them count, those who
    took part remotely and those represented come on top. Of one who came after having been
    represented, the facts keep the stays in person alone, so that with authorities a range is what
    can be said."""
    attendance = meeting["attendance"]
    for check in meeting["quorum"]:
        at = datetime.fromisoformat(check["at"])
        here = [row for row in attendance["rows"] if row["state"] in THERE and _is_there(row, at)]
        there = Counter(row["state"] for row in here)
        came, represented = there["attended"], check.get("represented", 0)
        remote = [row for row in here if row["state"] == "attended" and _is_remote(row, at)]
        # Where the rule wanted everybody in the hall, who was not counts for nothing.
        shut_out, lost = check.get("shut_out", 0), check.get("shut_out_votes", 0)
        yield from _differs(_("remotely"), check.get("remote", 0), len(remote) - shut_out)
        least = there["represented"] - (lost - shut_out if lost else 0)
        most = there["represented"] + len(attendance.get("proxies", []))
        if not max(0, least) <= represented <= most:
            yield from _differs(_("represented"), represented, there["represented"])
        recused = check.get("recused", 0)
        voters = came - shut_out + represented - recused
        votes = check.get("votes", voters)
        yield from _differs(_("voters"), check.get("voters", votes), voters)
        weight = _weights(here) - lost
        exact = represented == max(0, least)
        if attendance.get("votes") is None:
            yield from _differs(_("votes"), votes, voters)
        elif exact:
            yield from _differs(_("votes"), votes, weight - check["recused_votes"])
        name = _("present at %(at)s") % {"at": check["at"]}
        entitled, themselves = attendance["entitled"], came - shut_out
        counted = {came - len(remote), themselves, themselves + represented}
        if check.get("by_votes"):
            entitled = attendance["votes"] or entitled
            in_person = _weights(row for row in here if row["state"] == "attended")
            whole = weight if exact else votes + check["recused_votes"]
            counted = {in_person - _weights(remote), in_person - lost, whole}
        yield from _differs(_("entitled"), check["entitled"], entitled)
        if check["present"] not in counted:
            yield from _differs(name, check["present"], max(counted))
        yield from _differs(_("quorum met"), check["met"], check["present"] >= check["required"])


def _weights(rows: Iterable[Data]) -> int:
    """The votes of lines of a list; older facts have one for each."""
    return sum(row.get("weight", 1) for row in rows)


def _is_there(row: Data, at: datetime) -> bool:
    return any(
        datetime.fromisoformat(begin) <= at and (end is None or at < datetime.fromisoformat(end))
        for begin, end in row["stays"]
    )


def _is_remote(row: Data, at: datetime) -> bool:
    """Whether the stay of that instant was outside the hall."""
    begun = max(begin for begin, _end in row["stays"] if datetime.fromisoformat(begin) <= at)
    return begun in row.get("remote_from", [])


def _item(item: Data) -> Iterator[str]:
    if item["hands"]:
        yield from _hands(item, item["hands"])
    for box in item["boxes"]:
        for contest in box["contests"]:
            if contest["returned"] is not None:
                yield from _contest(contest)
    for told in item["thresholds"]:
        yield from _threshold(item, told)
    yield from _outcome(item)


def _hands(item: Data, hands: Data) -> Iterator[str]:
    total = sum(hands[mark] for mark in MARKS)
    yield from _differs(_("present at the vote"), hands["present"], total)
    for count in item.get("counts", []):
        for mark in MARKS:
            yield from _differs(_("count of one teller"), count[mark], hands[mark])
    if called := item.get("roll_call", []):
        for mark, choice in zip(MARKS, CHOICES, strict=True):
            votes = _weights(one for one in called if one["choice"] == choice)
            yield from _differs(_("answers to the roll call"), hands[mark], votes)


def _contest(contest: Data) -> Iterator[str]:
    """CN-E2 and CN-E12, from the figures and not from the sentence that was printed of them."""
    issued, returned = contest["issued"], contest["returned"]
    valid, present = contest["valid"], contest["present"]
    yield from _differs(_("valid and invalid"), returned, valid + contest["invalid"])
    yield from _differs(_("not returned"), contest["not_returned"], issued - returned)
    for name in ("issued", "returned", "valid", "invalid"):
        yield from _differs(
            _("sum of the channels"), contest[name], sum(part[name] for part in contest["parts"])
        )
    for part in contest["parts"]:
        # Counts from before reasons were asked for have none.
        if reasons := part.get("void_reasons"):
            yield from _differs(
                _("reasons of invalid ballots"), part["invalid"], sum(reasons.values())
            )
    yield from _parts(contest)
    if returned > issued or (present is not None and issued > present):
        yield _("more ballots than could be: %(returned)s returned, %(issued)s issued") % contest
    for line in contest["candidates"]:
        total = sum(line[mark] for mark in MARKS) + line["partly_invalid"]
        yield from _differs(_("marks of line %(position)s") % line, total, valid)
        if present:
            yield from _differs(_("rate"), line["rate"], percent(line["votes_for"], present))
    if contest["kind"] in (ContestKind.SLATE, ContestKind.PLURALITY):
        marks = sum(line["votes_for"] for line in contest["candidates"])
        if marks > valid * (contest.get("marks") or contest["seats"]):
            yield _("more marks than seats allow: %(marks)s") % {"marks": marks}
    if not all(one["holds"] for one in contest["equalities"]):
        yield _("an equality is printed as broken")
    yield from _elected(contest)


def _parts(contest: Data) -> Iterator[str]:
    """Every line is the sum of its lines in the channels, where there are two."""
    if len(contest["parts"]) < 2:
        return
    for line in contest["candidates"]:
        own = [
            part_line
            for part in contest["parts"]
            for part_line in part["lines"]
            if part_line["position"] == line["position"]
        ]
        for mark in ("votes_for", "votes_against"):
            yield from _differs(
                _("sum of the channels"), line[mark], sum(part_line[mark] for part_line in own)
            )


def _elected(contest: Data) -> Iterator[str]:
    chosen = [line for line in contest["candidates"] if line["outcome"] in CHOSEN]
    names = [line["name"] for line in sorted(chosen, key=lambda line: -line["votes_for"])]
    yield from _differs(_("elected"), contest["elected"], names)
    for line in chosen:
        needed = max(contest["required"] or 0, line.get("required") or 0)
        if line["votes_for"] < needed:
            name = _("votes that elect line %(position)s") % line
            yield from _differs(name, line["votes_for"], needed)
    for decision in contest.get("decisions", []):
        if decision["way"] == SeatWay.LOT:
            yield from _lot(decision)


def _lot(decision: Data) -> Iterator[str]:
    """Drawn again from the seed that is printed."""
    names = {place["candidate"]: place["name"] for place in decision["places"]}
    drawn = draw(decision["seed"], list(names))[: decision["seats"]]
    yield from _differs(_("lot"), decision["chosen"], [names[one.candidate] for one in drawn])


def _threshold(item: Data, told: Data) -> Iterator[str]:
    yield from _differs(_("base of the threshold"), told["of"], _base_of(item, told))
    share = _share(told)
    if share is not None:
        yield from _differs(_("votes required"), told["required"], share.required(told["of"]))
        written = f"{told['of']}, {share.words('en')} required: {told['required']}"
        if not told["formula"]["en"].endswith(written):
            yield from _differs(_("formula"), told["formula"]["en"], written)


def _share(told: Data) -> Threshold | None:
    """None for a fixed number, which is taken of nothing."""
    found = SHARE.search(told["formula"].get("en", ""))
    if found is None:
        return None
    base, least = Base(told["base"]), int(found["least"] or 0)
    if found["all"]:
        return Threshold(base, 1, 1, Comparison.GE, least)
    if found["half"]:
        return Threshold(base, 1, 2, Comparison.GT, least)
    comparison = Comparison.GE if found["how"] == "at least" else Comparison.GT
    return Threshold(base, int(found["num"]), int(found["den"]), comparison, least)


def _base_of(item: Data, told: Data) -> int:
    """The number that the base stands for; the stated one where the facts do not have it apart."""
    base, stated = told["base"], int(told["of"])
    if item["hands"]:
        hands = item["hands"]
        known = {
            "present": hands["present"],
            "cast": hands["votes_for"] + hands["votes_against"],
        }
        return int(known.get(base, stated))
    box = _first_standing(item)
    if box is None:
        return stated
    [contest, *others] = box["contests"]
    if base in ("cast", "cast_with_illegal"):
        if others or contest["kind"] != ContestKind.MOTION:
            return stated
        [line] = contest["candidates"]
        cast = line["votes_for"] + line["votes_against"]
        return int(cast + (contest["invalid"] if base == "cast_with_illegal" else 0))
    known = {name: contest[name] for name in ("present", "issued", "returned", "valid")}
    known["entitled"] = box["entitled"]
    number = known.get(base)
    return stated if number is None or others else int(number)


def _first_standing(item: Data) -> Data | None:
    """The first round that stands in the result: the item's thresholds are of its figures."""
    return next((box for box in item["boxes"] if box["state"] != ElectionState.ANNULLED), None)


def _outcome(item: Data) -> Iterator[str]:
    """What passed had the votes. What failed may have failed for more than its votes."""
    votes = _votes_for(item)
    if item["outcome"] != Outcome.PASSED or votes is None:
        return
    for told in item["thresholds"]:
        if votes < told["required"]:
            yield from _differs(_("votes that adopt"), votes, told["required"])


def _votes_for(item: Data) -> int | None:
    """Of a motion; None where people were elected or nothing was voted on."""
    if item["hands"]:
        return int(item["hands"]["votes_for"]) + int(item["hands"].get("written_consents", 0))
    box = _first_standing(item)
    contests = box["contests"] if box else []
    if len(contests) != 1 or contests[0]["kind"] != ContestKind.MOTION:
        return None
    votes = contests[0]["candidates"][0]["votes_for"]
    return None if votes is None else int(votes)
