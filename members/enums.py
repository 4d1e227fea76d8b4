"""Closed lists of the register."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    """What a log-in may do for the association at any time; functions at one meeting are apart."""

    SECRETARIAT = "secretariat", _("secretariat")
    AUDITOR = "auditor", _("auditor (read only)")


class StandingStatus(TextChoices):
    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    RESIGNED = "resigned", _("resigned")
    LOST = "lost", _("membership lost")
    EXPELLED = "expelled", _("expelled")
    MERGED = "merged", _("recorded twice")


class Trade(TextChoices):
    DEALER = "dealer", _("car dealer")
    REPAIR = "repair", _("repair shop")
    USED_CARS = "used_cars", _("used cars")
    PARTS = "parts", _("parts")
    INSURANCE = "insurance", _("insurance")
    INSPECTION = "inspection", _("inspection")
    RENTAL = "rental", _("rental")
    FINANCE = "finance", _("finance")
    SCHOOL = "school", _("training")
    OTHER = "other", _("other")


class FirmSize(TextChoices):
    """The sizes of the official classification of enterprises; a register may hold other words."""

    MICRO = "micro", _("micro")
    SMALL = "small", _("small")
    MEDIUM = "medium", _("medium")
    LARGE = "large", _("large")


class BodyKind(TextChoices):
    """Same keys as the rulebook's bodies."""

    GENERAL_ASSEMBLY = "general_assembly", _("general assembly")
    COUNCIL = "council", _("council")
    STANDING_COUNCIL = "standing_council", _("standing council")
    SUPERVISORY_BOARD = "supervisory_board", _("supervisory board")


class Office(TextChoices):
    COUNCIL_MEMBER = "council_member", _("council member")
    SUPERVISOR = "supervisor", _("supervisor")
    PRESIDENT = "president", _("president")
    VICE_PRESIDENT = "vice_president", _("vice-president")
    SECRETARY_GENERAL = "secretary_general", _("secretary-general")
    CHIEF_SUPERVISOR = "chief_supervisor", _("chief supervisor")
    STANDING_MEMBER = "standing_member", _("standing council member")
    DELEGATE = "delegate", _("delegate of the members")


ONE_HOLDER = frozenset({Office.PRESIDENT, Office.SECRETARY_GENERAL, Office.CHIEF_SUPERVISOR})
"""Offices of which there is mostly one: what forms begin with, and no rule. Where the profile has
one (CN-B8) it is told with its citation."""


class ImportState(TextChoices):
    STAGED = "staged", _("staged")
    APPLIED = "applied", _("applied")
    DISCARDED = "discarded", _("discarded")
    ROLLED_BACK = "rolled_back", _("rolled back")


class ImportSubject(TextChoices):
    FIRMS = "firms", _("firms")
    OPENING = "opening", _("opening balances")
    DELEGATES = "delegates", _("delegates of the members")


class ContactPurpose(TextChoices):
    GENERAL = "general", _("general")
    DUES = "dues", _("dues and receipts")
    PRESS = "press", _("press")
    TECHNICAL = "technical", _("technical")


class FirmDocumentKind(TextChoices):
    LICENCE = "licence", _("business licence")
    APPLICATION = "application", _("admission application")
    APPOINTMENT = "appointment", _("letter of appointment")
    WITHDRAWAL = "withdrawal", _("letter of withdrawal")
    OTHER = "other", _("other")


class RequestState(TextChoices):
    OPEN = "open", _("waiting for an answer")
    APPROVED = "approved", pgettext_lazy("request", "approved")
    REFUSED = "refused", pgettext_lazy("request", "refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("request", "withdrawn")


class ApplicationKind(TextChoices):
    ADMISSION = "admission", _("admission")
    READMISSION = "readmission", _("readmission")


class ApplicationState(TextChoices):
    SUBMITTED = "submitted", _("submitted")
    INCOMPLETE = "incomplete", _("papers are missing")
    NOTICE = "notice", _("public notice")
    READY = "ready", _("before the council")
    ADMITTED = "admitted", _("admitted")
    REJECTED = "rejected", pgettext_lazy("application", "rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "withdrawn")


class ApplicationEvent(TextChoices):
    SUBMITTED = "submitted", _("submitted")
    DOCUMENT_ADDED = "document_added", _("paper received")
    PAPERS_REQUESTED = "papers_requested", _("papers asked for")
    NOTICE_OPENED = "notice_opened", _("public notice opened")
    OBJECTION = "objection", _("objection")
    NOTICE_CLOSED = "notice_closed", _("public notice closed")
    ADMITTED = "admitted", _("admitted")
    REJECTED = "rejected", pgettext_lazy("application", "rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("application", "withdrawn")
    CERTIFIED = "certified", _("certificate issued")
    ANNOUNCED = "announced", _("announced")
    WRITTEN = "written", _("written to the applicant")


class ApplicationAct(TextChoices):
    """What can be done with an application."""

    ADD_PAPER = "paper", _("Add a paper")
    ASK_PAPERS = "ask", _("Ask for papers")
    OPEN_NOTICE = "notice", _("Open the public notice")
    FORGO_NOTICE = "forgo", _("Go on without a public notice")
    OBJECT = "objection", _("Enter an objection")
    CLOSE_NOTICE = "close", _("Close the public notice")
    ADMIT = "admit", _("Enter the admission")
    REJECT = "reject", _("Enter the rejection")
    WITHDRAW = "withdraw", _("Enter the withdrawal")
    ANNOUNCE = "announce", _("Announce the admission")
    WRITE = "write", _("Write to the applicant")


_STATE = ApplicationState
OPEN_APPLICATIONS = (_STATE.SUBMITTED, _STATE.INCOMPLETE, _STATE.NOTICE, _STATE.READY)
_ALL_STAY = {state: state for state in ApplicationState}
APPLICATION_TRANSITIONS: dict[ApplicationAct, dict[ApplicationState, ApplicationState]] = {
    # A paper that was asked for puts the application before the secretariat again.
    ApplicationAct.ADD_PAPER: {state: state for state in OPEN_APPLICATIONS}
    | {_STATE.INCOMPLETE: _STATE.SUBMITTED},
    ApplicationAct.ASK_PAPERS: {
        _STATE.SUBMITTED: _STATE.INCOMPLETE,
        _STATE.INCOMPLETE: _STATE.INCOMPLETE,
    },
    ApplicationAct.OPEN_NOTICE: {_STATE.SUBMITTED: _STATE.NOTICE},
    ApplicationAct.FORGO_NOTICE: {_STATE.SUBMITTED: _STATE.READY},
    # What comes by post on the last day is entered after it.
    ApplicationAct.OBJECT: {_STATE.NOTICE: _STATE.NOTICE, _STATE.READY: _STATE.READY},
    ApplicationAct.CLOSE_NOTICE: {_STATE.NOTICE: _STATE.READY},
    ApplicationAct.ADMIT: {_STATE.READY: _STATE.ADMITTED},
    ApplicationAct.REJECT: dict.fromkeys(OPEN_APPLICATIONS, _STATE.REJECTED),
    ApplicationAct.WITHDRAW: dict.fromkeys(OPEN_APPLICATIONS, _STATE.WITHDRAWN),
    ApplicationAct.ANNOUNCE: {_STATE.ADMITTED: _STATE.ADMITTED},
    ApplicationAct.WRITE: _ALL_STAY,
}
"""Which act leads from which state to which; what is not here is refused."""


class ProceedingKind(TextChoices):
    """What a body may decide against a member."""

    SUSPENSION = "suspension", _("suspension")
    EXPULSION = "expulsion", _("expulsion")
    LAPSE = "lapse", _("loss of membership")


class ProceedingState(TextChoices):
    OPENED = "opened", pgettext_lazy("proceeding", "opened")
    CHARGED = "charged", _("waiting for the hearing")
    HEARD = "heard", _("heard, before the council")
    DECIDED = "decided", pgettext_lazy("proceeding", "decided")
    DISMISSED = "dismissed", pgettext_lazy("proceeding", "dismissed")


class ProceedingEvent(TextChoices):
    OPENED = "opened", pgettext_lazy("proceeding", "opened")
    CHARGED = "charged", _("charge sent to the firm")
    HEARD = "heard", pgettext_lazy("proceeding", "heard")
    HEARING_DECLINED = "hearing_declined", _("did not use the hearing")
    DECIDED = "decided", pgettext_lazy("proceeding", "decided")
    DISMISSED = "dismissed", pgettext_lazy("proceeding", "dismissed")


class Channel(TextChoices):
    MAIL = "mail", _("mail")
    LETTER = "letter", pgettext_lazy("channel", "letter")


class MailingState(TextChoices):
    DRAFT = "draft", _("draft")
    RELEASED = "released", _("released")
    DISCARDED = "discarded", _("discarded")


class LetterState(TextChoices):
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    BOUNCED = "bounced", _("came back")


class LetterPurpose(TextChoices):
    GENERAL = "general", _("general")
    REMINDER = "reminder", _("reminder of dues")
    ADMISSION = "admission", _("admission")
    STANDING = "standing", _("standing")
    SEAT = "seat", _("seats and offices")


class Reach(TextChoices):
    """Whose mail address a letter takes; contacts have the keys of their purpose."""

    REPRESENTATIVE = "representative", _("the voting representative")
    GENERAL = "general", _("the general contact")
    DUES = "dues", _("the contact for dues and receipts")
    PRESS = "press", _("the contact for the press")
    TECHNICAL = "technical", _("the technical contact")
    FIRM = "firm", _("the firm's own address")
