"""What is pressed next on the current item, in its order, and why a press is not possible yet."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assemblies.domain.days import local_day
from assemblies.domain.nominating.entering import told_before_vote
from assemblies.domain.planning.agenda import Row
from assemblies.domain.planning.amendment_votes import put_aside_reason
from assemblies.domain.presence.sides import consent_wanted, sides_now
from assemblies.domain.presence.votes import votes_now
from assemblies.domain.sitting.calculator import Calculator
from assemblies.domain.sitting.hands import stated_for
from assemblies.domain.sitting.seats_left import open_seats_told
from assemblies.domain.sitting.written_in import sentences_of, written_in_told
from assemblies.enums import ItemKind, ItemState, Method
from assemblies.models import QuorumCheck
from bylaws.enums import RequiredMethod
from elections.domain.readiness import missing_before_opening
from elections.domain.sides import papers_are_counted
from elections.enums import BEFORE_OPENING, Channel, ElectionState
from elections.errors import SideTooSmall
from elections.models import Election

Text = str | Promise
COUNTED = (ElectionState.COUNTED, ElectionState.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Control:
    """One step. ``act`` is its key in the address, or the name of what is filled in on the page
    (``count``, ``call``, ``candidates``, ``tally``, ``issue``, ``seats``). ``reason`` says why it
    cannot be pressed now; the ``is_next`` is the main button of the page."""

    act: str
    label: str
    done: bool = False
    reason: str = ""
    told: str = ""
    is_next: bool = False


def controls_of(row: Row, calc: Calculator | None, *, halted: str) -> tuple[Control, ...]:
    """The steps of an item. ``halted``: why nothing at all can be done from this screen."""
    steps = _steps(row, calc)
    stopped = halted or _not_now(row)
    if stopped:
        steps = [replace(step, reason=stopped) for step in steps]
    else:
        steps = [replace(step, reason="") if step.done else step for step in steps]
    first = next((n for n, step in enumerate(steps) if not step.done and not step.reason), None)
    return tuple(replace(step, is_next=n == first) for n, step in enumerate(steps))


def _not_now(row: Row) -> str:
    if row.item.state == ItemState.DONE:
        return _("The item is settled.")
    return "" if row.item.state == ItemState.CURRENT else _("It is not the current item.")


def _steps(row: Row, calc: Calculator | None) -> list[Control]:
    motion = row.motion
    if motion is None:
        done = row.item.state == ItemState.DONE
        return [Control("settle", _("It was heard: settle it"), done=done)]
    if put_aside_reason(motion):
        return [Control("aside", _("Put the item aside"), told=str(put_aside_reason(motion)))]
    if motion.method == Method.SECRET:
        return _by_ballot(row, calc)
    return _in_the_open(row, calc)


def _in_the_open(row: Row, calc: Calculator | None) -> list[Control]:
    motion = row.motion
    assert motion is not None  # asked by the caller
    stated = stated_for(motion)
    counted = motion.present is not None
    barred = _secret(row, calc) or _not_stated(stated)
    by_name = motion.method == Method.ROLL_CALL
    count = (
        Control("call", _("Call the roll"), done=counted, reason=barred)
        if by_name
        else Control("count", _("Count the hands"), done=counted, reason=barred)
    )
    unresolved = _("The roll call is not finished.") if by_name else _("No count stands yet.")
    return [
        Control("quorum", _("State the quorum"), done=stated is not None, told=_told(stated)),
        count,
        Control(
            "resolve",
            _("Resolve"),
            done=row.resolution is not None,
            reason="" if counted else unresolved,
        ),
    ]


def _secret(row: Row, calc: Calculator | None) -> str:
    if calc is None or calc.rule.method is not RequiredMethod.SECRET:
        return ""
    return _("This must be voted by secret ballot (%(citation)s).") % {
        "citation": calc.method_citation
    }


def _not_stated(stated: QuorumCheck | None) -> str:
    if stated is None:
        return _("State the quorum first.")
    if stated.met:
        return ""
    return _("No quorum was stated: %(present)s present, %(required)s needed.") % {
        "present": stated.present,
        "required": stated.required,
    }


def _told(stated: QuorumCheck | None) -> str:
    if stated is None:
        return ""
    return _("%(present)s of %(entitled)s present, %(required)s needed") % {
        "present": stated.present,
        "entitled": stated.entitled,
        "required": stated.required,
    }


def _by_ballot(row: Row, calc: Calculator | None) -> list[Control]:
    box = row.election
    if box is None:
        prepare = (
            [Control("candidates", _("Enter the candidates"))]
            if row.item.kind == ItemKind.ELECTION
            else [
                Control("box-online", _("Prepare the electronic ballot")),
                Control("box-paper", _("Prepare it on paper")),
                Control("box-mixed", _("Prepare it for both")),
            ]
        )
        waiting = _("There is no ballot box yet.")
        return [*prepare, Control("open", _("Open the ballot"), reason=waiting)]
    opened, closed = box.state not in BEFORE_OPENING, box.state not in (*BEFORE_OPENING, "open")
    act = "open" if box.is_electronic else "issue"
    return [
        Control(
            act,
            _("Open the ballot"),
            done=opened,
            reason=_unready(row, box, calc),
            told="" if opened else _before_vote(row),
        ),
        Control(
            "close",
            _("Close the ballot"),
            done=closed,
            reason="" if opened else _("The ballot is not open yet."),
            told=_outstanding(row, box),
        ),
        Control(
            "tally",
            _("Count the ballots"),
            done=box.state in COUNTED,
            reason="" if closed else _("The ballot is not closed yet."),
            told=_counting(box),
        ),
        Control(
            "publish",
            _("Publish the result"),
            done=box.state == ElectionState.PUBLISHED,
            reason="" if box.state in COUNTED else _("The ballots are not counted yet."),
        ),
        *_seats(row),
        Control(
            "resolve",
            _("Resolve"),
            done=row.resolution is not None,
            reason=_unresolved(row, box),
            told=_written_in(row),
        ),
    ]


def _before_vote(row: Row) -> str:
    """How much the item's page tells of the ballot and of who stands."""
    number = len(told_before_vote(row.motion, today=local_day(timezone.now())))
    words = ngettext(
        "%(n)s point to know before the vote.",
        "%(n)s points to know before the vote.",
        number,
    )
    return words % {"n": number} if number else ""


def _written_in(row: Row) -> str:
    """What the rules say of whoever was written in and elected, before a seat is given."""
    found = written_in_told(row.motion, today=local_day(timezone.now()))
    return " ".join(sentences_of(found))


def _seats(row: Row) -> list[Control]:
    """Only where the ballot left seats open."""
    told = open_seats_told(row.motion) if row.resolution is None else []
    if not told:
        return []
    seats = sum(one.seats for one in told)
    words = ngettext("%(n)s seat is still open.", "%(n)s seats are still open.", seats)
    return [Control("seats", _("Decide on the seats left open"), told=words % {"n": seats})]


def _unresolved(row: Row, box: Election) -> str:
    if box.state != ElectionState.PUBLISHED:
        return _("The result is not published yet.")
    if row.resolution is None and open_seats_told(row.motion):
        return _("Seats are still open: decide on them first.")
    return ""


def _unready(row: Row, box: Election, calc: Calculator | None) -> str:
    missing = missing_before_opening(box) if box.state in BEFORE_OPENING else []
    if missing:
        return _("Still missing: %(what)s") % {"what": "; ".join(str(each) for each in missing)}
    if calc is None:
        return _("The roll is not frozen yet.")
    if not calc.quorum.is_met:
        return _("No quorum: %(present)s present, %(required)s needed.") % {
            "present": calc.quorum.present,
            "required": calc.quorum.required,
        }
    if wanted := consent_wanted(box, votes_now(row.item.assembly, row.item)):
        return wanted
    to_open = box.channel == Channel.MIXED and box.state in BEFORE_OPENING
    sides = sides_now(row.item.assembly) if to_open else None
    if sides is not None and sides.is_short:
        electronic, papers = sides.people
        return str(SideTooSmall(electronic=electronic, papers=papers, least=sides.least))
    return ""


def _outstanding(row: Row, box: Election) -> str:
    """How many ballots are missing, and never whose."""
    if box.state != ElectionState.OPEN:
        return ""
    if not box.is_electronic:
        return _("%(issued)s ballots were handed out") % {"issued": box.papers_issued}
    if box.papers_issued:
        told = _("%(missing)s of %(admitted)s are not cast yet; %(issued)s papers were handed out")
        return told % {
            "missing": row.admitted - row.cast,
            "admitted": row.admitted,
            "issued": box.papers_issued,
        }
    return _("%(missing)s of %(admitted)s ballots are not cast yet") % {
        "missing": row.admitted - row.cast,
        "admitted": row.admitted,
    }


TELLERS: Text = gettext_lazy("Two tellers enter their own counts. When they agree, it stands.")
PAPERS: Text = gettext_lazy("Two tellers count the papers, each on their own.")
PAPERS_LEFT: Text = gettext_lazy(
    "The electronic part is decrypted. Two tellers still count the papers, each on their own."
)
TRUSTEES: Text = gettext_lazy("The scrutineers decrypt the result with their keys, all of them.")
ENOUGH_TRUSTEES: Text = gettext_lazy(
    "The scrutineers decrypt the result with their keys, as many of them as are needed."
)


def _counting(box: Election) -> str:
    if box.state != ElectionState.CLOSED:
        return ""
    if not box.is_electronic:
        return str(TELLERS)
    if box.result_raw:
        return str(PAPERS_LEFT)
    some = box.ceremony is not None and box.ceremony.threshold is not None
    decrypting = ENOUGH_TRUSTEES if some else TRUSTEES
    return str(decrypting) if papers_are_counted(box) else f"{decrypting} {PAPERS}"
