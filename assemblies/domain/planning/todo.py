"""What is to do at a meeting and after it, by when and by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assemblies.domain.authorities import AMENDED_BYLAWS, CHANGED_OFFICERS, told_to
from assemblies.domain.carrying.filing_due import is_filed
from assemblies.domain.convening.notice import notice_period
from assemblies.domain.days import local_day, meeting_day
from assemblies.domain.governing import cited
from assemblies.domain.locking import IN_SESSION
from assemblies.domain.planning.agenda import Row
from assemblies.domain.planning.order import VOTED_FIRST
from assemblies.domain.planning.preparation import checks, missing_keys
from assemblies.domain.planning.timeline import stops
from assemblies.domain.sitting.seats_held import seats_held
from assemblies.enums import DeliveryChannel, DeliveryState, ItemKind, ItemState, Phase
from assemblies.models import Assembly, Resolution
from bylaws.domain.in_force import rulebook_on
from bylaws.domain.notice import last_day, latest_sending_date
from bylaws.domain.versions import awaits_approval
from bylaws.enums import Matter, Outcome
from bylaws.errors import MustBeDeclared, NoRuleInForce
from elections.domain.sides import papers_are_counted
from elections.enums import ElectionState
from elections.models import Election


@dataclass(frozen=True, slots=True)
class Todo:
    """``when`` is shown as a chip of ``kind``: wait (now), later or bad (overdue); ``by_on`` is the
    last day where there is one."""

    what: str
    detail: str
    when: str
    kind: str
    url: str = ""
    by_on: date | None = None


def todos(assembly: Assembly, rows: list[Row], *, today: date) -> list[Todo]:
    """The list of the moment: what is due now first, then by date."""
    if assembly.phase == Phase.PREPARE:
        return [*_preparing(assembly, today), *_of_the_plan(assembly, today)]
    found = [*_letters(assembly), *_before_electing(assembly, rows)]
    found += [todo for row in rows for todo in _voting(row)]
    if assembly.phase == Phase.CONVENE:
        found += _filing_before(assembly, today) + _of_the_plan(assembly, today)
    if assembly.phase in (Phase.CONVENE, Phase.CHECK_IN, Phase.LIVE, Phase.COUNT):
        found += [_later(what, "") for what in missing_keys(assembly)]
    found += sorted(_deadlines(assembly, rows, today), key=lambda todo: todo.by_on or today)
    return found


def _now(what: str, detail: str, url: str = "") -> Todo:
    return Todo(what=what, detail=detail, when=_("now"), kind="wait", url=url)


def _later(what: str, detail: str, url: str = "") -> Todo:
    return Todo(what=what, detail=detail, when=_("before the vote"), kind="later", url=url)


def _preparing(assembly: Assembly, today: date) -> list[Todo]:
    found = [_now(check.what, "") for check in checks(assembly) if not check.done]
    if assembly.parent_id is not None:
        return found
    found += _filing_before(assembly, today)
    period = notice_period(assembly, sent_on=today)
    found.append(
        _by(
            _("Send the notice"),
            _("%(days)s days ahead · %(citation)s")
            % {"days": period.days_required, "citation": period.citation},
            period.latest_sending,
            today,
            reverse("assemblies:convene", args=[assembly.pk]),
        )
    )
    return found


CHANGE, SUBMISSION = "filing.change_days", "bylaws.submission_days"
TOLD_APART = ("notice", "filing_before")
"""Steps of a plan that this list has anyway."""


def _of_the_plan(assembly: Assembly, today: date) -> list[Todo]:
    """Steps that are late, near, or were refused."""
    return [
        Todo(
            what=str(stop.step.title),
            detail=str(stop.step.citation),
            when=stop.chip
            if stop.kind == "bad"
            else _("by %(day)s") % {"day": date_format(stop.step.due_on, "MONTH_DAY_FORMAT")},
            kind=stop.kind,
            url=reverse("assemblies:plan_step", args=[assembly.pk, stop.step.pk]),
            by_on=stop.step.due_on,
        )
        for stop in stops(assembly, today=today)
        if stop.kind in ("bad", "wait") and stop.step.key not in TOLD_APART
    ]


def _filing_before(assembly: Assembly, today: date) -> list[Todo]:
    """Some registration authorities want the papers before the meeting (CN-F4)."""
    day, parameter = meeting_day(assembly), "filing.before_assembly_days"
    try:
        answer = rulebook_on(day).answer(parameter)
    except NoRuleInForce:
        return []
    if is_filed(assembly, parameter):
        return []
    days = answer.value
    assert isinstance(days, int)  # a parameter of the kind "number"
    what = _("File agenda, drafts and candidates with the registration authority")
    detail = _("%(days)s days ahead · %(citation)s") % {
        "days": days,
        "citation": cited(answer.citations),
    }
    url = _filing_page(assembly)
    return [_by(what, detail, latest_sending_date(day, days), today, url)]


def _filing_page(assembly: Assembly) -> str:
    return reverse("assemblies:filing", args=[assembly.parent_id or assembly.pk])


def _letters(assembly: Assembly) -> list[Todo]:
    notice = assembly.notices.last()
    if notice is None or assembly.closed_at is not None:
        return []
    waiting = notice.deliveries.filter(
        channel=DeliveryChannel.LETTER, state=DeliveryState.WAITING
    ).count()
    if not waiting:
        return []
    what = ngettext("Post %(n)s letter", "Post %(n)s letters", waiting) % {"n": waiting}
    url = reverse("assemblies:notice", args=[assembly.pk, notice.pk])
    return [_now(what, _("These firms have no e-mail address"), url)]


def _before_electing(assembly: Assembly, rows: list[Row]) -> list[Todo]:
    """Election method and scrutineers are voted on before anybody is elected (CN-E15, CN-E11)."""
    elects = [
        r for r in rows if r.item.kind == ItemKind.ELECTION and r.item.state != ItemState.DONE
    ]
    if not elects or assembly.phase not in IN_SESSION:
        return []
    book, found = rulebook_on(meeting_day(assembly)), []
    for row in rows:
        sources = book.sources(VOTED_FIRST.get(Matter(row.item.matter), ""))
        if not sources or row.resolution is not None:
            continue
        what = _("Resolve on it before anybody is elected: %(item)s") % {"item": row.item.title}
        url = reverse("assemblies:item", args=[assembly.pk, row.item.pk])
        due = any(r.item.state == ItemState.CURRENT for r in elects)
        detail = str(cited(sources))
        found.append(_now(what, detail, url) if due else _later(what, detail, url))
    return found


def _voting(row: Row) -> list[Todo]:
    """What an open or closed box waits for. Says how many ballots are missing, never whose."""
    election = row.election
    if election is None or row.item.state == ItemState.DONE:
        return []
    board = reverse("assemblies:item", args=[row.item.assembly_id, row.item.pk])
    title = str(row.item.title)
    if election.state == ElectionState.OPEN and election.is_electronic:
        missing = row.admitted - row.cast
        what = _("%(number)s ballots are not cast yet: %(item)s") % {
            "number": missing,
            "item": title,
        }
        return [_now(what, _("How many, never what they say"), board)]
    if election.state == ElectionState.CLOSED:
        return [_now(_to_count(election) % {"item": title}, _("All of them are needed"), board)]
    if election.state == ElectionState.COUNTED:
        return [_now(_("Publish the result: %(item)s") % {"item": title}, "", board)]
    if election.state == ElectionState.PUBLISHED:
        return [_now(_("Resolve on the result: %(item)s") % {"item": title}, "", board)]
    return []


def _to_count(election: Election) -> str:
    if not election.is_electronic or election.result_raw:
        return _("Two tellers count, each apart: %(item)s")
    if not papers_are_counted(election):
        return _("The scrutineers decrypt, and two tellers count the papers: %(item)s")
    return _("The scrutineers decrypt the result: %(item)s")


def _deadlines(assembly: Assembly, rows: list[Row], today: date) -> list[Todo]:
    found = []
    for row in rows:
        if row.resolution is not None and row.resolution.outcome == Outcome.PASSED:
            found += _after_resolution(row, row.resolution, today)
    parameter = "filing.after_assembly_days"
    if assembly.closed_at is None or assembly.parent_id is not None:
        return found
    if not is_filed(assembly, parameter):
        what = _("File the papers of the meeting with the registration authority")
        day = meeting_day(assembly)
        found += _period(day, parameter, what, max(today, day), _filing_page(assembly))
    return found


def _after_resolution(row: Row, resolution: Resolution, today: date) -> list[Todo]:
    """Nothing of what was made known or filed already."""
    day, matter = local_day(resolution.resolved_at), Matter(row.item.matter)
    assembly = row.item.assembly
    if matter is Matter.DUES_STANDARD and not resolution.publications.exists():
        what = _("Publish the dues resolution to all members")
        url = reverse("assemblies:publications", args=[assembly.pk])
        return _period(day, "dues.publication_days", what, today, url)
    if matter in (Matter.BYLAWS, Matter.PURPOSE):
        return _bylaws_adopted(row, day, today)
    found = _held_back(resolution)
    if matter is Matter.ELECT_OFFICERS and not is_filed(assembly, CHANGE):
        what = told_to(CHANGED_OFFICERS, rulebook_on(day).profile.key)
        found += _period(day, CHANGE, what, today, _filing_page(assembly))
    return found


def _held_back(resolution: Resolution) -> list[Todo]:
    """Seats that were not given to whoever was elected to them, until somebody has them."""
    written_in = _("%(person)s was written in as %(office)s and holds no seat yet")
    item = resolution.motion.item
    stood = _("%(person)s was elected as %(office)s and holds no seat yet")
    return [
        Todo(
            what=(stood if one.stood else written_in)
            % {"person": one.name, "office": one.office.label},
            detail=one.reasons,
            when=_("give the seat once it is settled"),
            kind="wait",
            url=reverse("assemblies:give_seats", args=[item.assembly_id, item.pk]),
        )
        for one in seats_held(resolution)
    ]


def _bylaws_adopted(row: Row, day: date, today: date) -> list[Todo]:
    """What the authority is owed; nothing of a vote on single changes, nor once it has approved.
    Where no period is set, that the text waits is said all the same."""
    version = row.motion.version if row.motion else None
    if version is not None and version.approval_id is not None:
        return []
    if row.motion is not None and row.motion.unit is not None:
        return []
    book = rulebook_on(day)
    what = told_to(AMENDED_BYLAWS, book.profile.key)
    assembly = row.item.assembly
    if not is_filed(assembly, SUBMISSION):
        found = _period(day, SUBMISSION, what, today, _filing_page(assembly))
    else:
        found = []
    if found or version is None or not awaits_approval(version):
        return found
    detail = str(cited(book.sources("bylaws.effective")))
    return [Todo(what=what, detail=detail, when=_("they govern only then"), kind="later")]


def _period(day: date, key: str, what: str, today: date, url: str = "") -> list[Todo]:
    """A period that the rulebook of ``day`` knows; nothing where it knows none, or nobody to whom
    anything is owed."""
    try:
        answer = rulebook_on(day).answer(key)
    except (NoRuleInForce, MustBeDeclared):
        return []
    if not what:
        return []
    days = answer.value
    assert isinstance(days, int)  # these parameters are numbers of days
    detail = _("within %(days)s days · %(citation)s") % {
        "days": days,
        "citation": cited(answer.citations),
    }
    return [_by(what, detail, last_day(day, days), today, url)]


def _by(what: str, detail: str, last: date, today: date, url: str = "") -> Todo:
    text = _("by %(day)s") % {"day": date_format(last, "MONTH_DAY_FORMAT")}
    kind = "bad" if last < today else "later"
    return Todo(what=what, detail=detail, when=text, kind=kind, url=url, by_on=last)
