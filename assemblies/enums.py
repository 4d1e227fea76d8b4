"""Closed lists of the assemblies, and which state may follow which."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Phase(TextChoices):
    """The phases of an assembly, in their order (the bar on its page)."""

    PREPARE = "prepare", _("Prepare")
    CONVENE = "convene", _("Convene")
    CHECK_IN = "check_in", _("Check in")
    LIVE = "live", _("Vote and elect")
    COUNT = "count", _("Count")
    MINUTES = "minutes", _("Minutes")
    SIGN = "sign", _("Sign")
    FILE = "file", _("File")


TRANSITIONS: dict[str, set[str]] = {
    Phase.PREPARE: {Phase.CONVENE},
    Phase.CONVENE: {Phase.CHECK_IN},
    Phase.CHECK_IN: {Phase.LIVE},
    Phase.LIVE: {Phase.COUNT, Phase.MINUTES},
    Phase.COUNT: {Phase.LIVE, Phase.MINUTES},
    Phase.MINUTES: {Phase.SIGN},
    Phase.SIGN: {Phase.FILE},
    Phase.FILE: set(),
}


class Function(TextChoices):
    """What a person does at one assembly."""

    CHAIR = "chair", _("chair")
    RECORDER = "recorder", _("recorder")
    CHIEF_SCRUTINEER = "chief_scrutineer", _("chief scrutineer")
    SCRUTINEER = "scrutineer", _("scrutineer")
    COUNTER = "counter", _("counter")
    VOTE_CALLER = "vote_caller", _("vote caller")
    SUPERVISOR = "supervisor", _("supervisor")
    CREDENTIAL_AUTHORITY = "credential_authority", _("credential authority")
    ELECTION_COMMITTEE = "election_committee", _("member of the election committee")
    GUEST = "guest", _("attending without vote")


class ItemKind(TextChoices):
    REPORT = "report", _("to be heard")
    MOTION = "motion", _("motion")
    ELECTION = "election", _("election")


class ItemState(TextChoices):
    PENDING = "pending", _("to come")
    CURRENT = "current", pgettext_lazy("item of the agenda", "now")
    DONE = "done", _("settled")


class Method(TextChoices):
    """How a motion is voted."""

    SHOW_OF_HANDS = "show_of_hands", _("show of hands")
    ROLL_CALL = "roll_call", _("roll call")
    SECRET = "secret", _("secret ballot")


class DeliveryChannel(TextChoices):
    MAIL = "mail", _("e-mail")
    LETTER = "letter", _("letter")


class DeliveryState(TextChoices):
    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    BOUNCED = "bounced", _("returned undelivered")


class MinutesState(TextChoices):
    DRAFT = "draft", _("draft")
    READING = "reading", _("being read")
    FINAL = "final", _("final")
    SIGNED = "signed", _("signed")


class NoticeKind(TextChoices):
    CONVOCATION = "convocation", _("convocation")
    CORRECTION = "correction", _("correction")
    POSTPONEMENT = "postponement", _("postponement")
    CANCELLATION = "cancellation", _("cancellation")


class StepState(TextChoices):
    """Where a step of the plan stands."""

    OPEN = "open", pgettext_lazy("step of a plan", "open")
    DONE = "done", pgettext_lazy("step of a plan", "done")
    WAIVED = "waived", pgettext_lazy("step of a plan", "not needed")


class Authority(TextChoices):
    """Whose answer a step waits for."""

    REGISTRAR = "registrar", _("registration authority")
    SUPERVISING_UNIT = "supervising_unit", _("supervising unit")
    PARTY_BRANCH = "party_branch", _("party organization")


class Answer(TextChoices):
    AGREED = "agreed", _("agreed")
    WITH_REMARKS = "with_remarks", _("agreed, with remarks")
    REFUSED = "refused", pgettext_lazy("answer of an authority", "refused")


class ObjectionOutcome(TextChoices):
    OPEN = "open", pgettext_lazy("objection", "open")
    UPHELD = "upheld", _("upheld")
    DISMISSED = "dismissed", _("dismissed")
    WITHDRAWN = "withdrawn", pgettext_lazy("objection", "withdrawn")


class ProxyState(TextChoices):
    DRAFT = "draft", pgettext_lazy("authority to vote", "not lodged yet")
    LODGED = "lodged", pgettext_lazy("authority to vote", "lodged")
    REVOKED = "revoked", pgettext_lazy("authority to vote", "revoked")


class ProxyEnd(TextChoices):
    """By what an authority to vote ended before its time."""

    REVOKED = "revoked", pgettext_lazy("authority to vote", "revoked")
    PRINCIPAL_CAME = "principal_came", _("the principal came in person")
    OFF_THE_ROLL = "off_the_roll", _("not valid on the corrected roll")


class NominationWay(TextChoices):
    COUNCIL = "council", _("by the council")
    JOINT = "joint", _("by members jointly")
    SELF = "self", _("by oneself")


class Consent(TextChoices):
    """Whether the person agrees to stand, and how they said so."""

    ASKED = "asked", _("not answered yet")
    LOG_IN = "log_in", _("agreed, through their log-in")
    PAPER = "paper", _("agreed, on a signed paper")
    DECLINED = "declined", pgettext_lazy("nomination", "declined")


class PublicService(TextChoices):
    """What a nominee declares of posts with the state."""

    NONE = "none", pgettext_lazy("public service", "none")
    SERVING = "serving", _("serving public official, or not formally retired")
    RETIRED = "retired", _("retired leading cadre")


class NominationOutcome(TextChoices):
    OPEN = "open", pgettext_lazy("nomination", "open")
    CONFIRMED = "confirmed", pgettext_lazy("nomination", "confirmed")
    STRUCK = "struck", pgettext_lazy("nomination", "struck off")


class NominationState(TextChoices):
    """Where a nomination stands; it follows from what is on record."""

    GATHERING = "gathering", _("supporters are missing")
    ASKED = "asked", _("waits for the person's answer")
    REVIEW = "review", _("to be announced")
    ANNOUNCED = "announced", _("announced, open to objections")
    SETTLED = "settled", _("notice is over")
    CONFIRMED = "confirmed", pgettext_lazy("nomination", "confirmed")
    STRUCK = "struck", pgettext_lazy("nomination", "struck off")
    DECLINED = "declined", pgettext_lazy("nomination", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("nomination", "withdrawn")


class ListOrder(TextChoices):
    STROKES = "strokes", _("by the strokes of their surnames")
    DECIDED = "decided", _("as decided")
    LOT = "lot", _("by lot")


class Finding(TextChoices):
    """What a check of somebody's qualification came to."""

    MET = "met", pgettext_lazy("check", "met")
    NOT_MET = "not_met", pgettext_lazy("check", "not met")
    APPROVED = "approved", pgettext_lazy("check", "approved")
    UNKNOWN = "unknown", _("not determinable")


class Choice(TextChoices):
    """How an entry of the roll answers when it is called."""

    FOR = "for", pgettext_lazy("vote", "for")
    AGAINST = "against", pgettext_lazy("vote", "against")
    ABSTAIN = "abstain", pgettext_lazy("vote", "abstain")


class StatementKind(TextChoices):
    OBJECTION = "objection", _("objection")
    DECLARATION = "declaration", _("declaration")


class ProgressState(TextChoices):
    """What became of a resolution or a goal."""

    OPEN = "open", pgettext_lazy("progress", "not begun")
    UNDER_WAY = "under_way", _("under way")
    CARRIED_OUT = "carried_out", _("carried out")
    DROPPED = "dropped", _("dropped")


class PublicationChannel(TextChoices):
    MAIL = "mail", _("e-mail to the members")
    PORTAL = "portal", _("the members' pages")
    WEBSITE = "website", _("website")
    BOARD = "board", _("notice board")


class SeatDecisionWay(TextChoices):
    """How seats that a ballot left open were settled; the values are those of ``SeatWay``."""

    RUN_OFF = "run_off", _("run-off among the tied")
    ANOTHER_BALLOT = "another_ballot", _("another ballot among those not elected")
    LOWER_BAR = "lower_bar", _("another ballot with the lower bar")
    LONGEST_MEMBERSHIP = "longest_membership", _("longest membership")
    OLDEST = "oldest", _("age")
    LOT = "lot", _("lot")
    VACANT = "vacant", _("the seats stay vacant")


class Section(TextChoices):
    """Where a free text of the minutes stands."""

    OPENING = "opening", _("after the opening")
    DISCUSSION = "discussion", _("discussion")
    REMARK = "remark", _("remark")
    CLOSING = "closing", _("before the signatures")


class SignatureKind(TextChoices):
    ELECTRONIC = "electronic", _("electronic")
    INK = "ink", _("in ink")


class PaperState(TextChoices):
    OPEN = "open", pgettext_lazy("paper of a pack", "missing")
    READY = "ready", pgettext_lazy("paper of a pack", "ready")
    NOT_NEEDED = "not_needed", pgettext_lazy("paper of a pack", "not needed")


class RecordKind(TextChoices):
    """Kinds of record that are kept for a period of their own."""

    MINUTES = "minutes", _("minutes and resolutions")
    BALLOTS = "ballots", _("sealed ballots and election archives")
    ATTENDANCE = "attendance", _("attendance lists")
    NOTICES = "notices", _("notices and their deliveries")
    TEXTS = "texts", _("bylaws and other texts")
    BOOKS = "books", _("books and vouchers")
    REGISTER = "register", _("register of members")
    FILINGS = "filings", _("filings and answers of authorities")


class HandoverKind(TextChoices):
    SEAL = "seal", pgettext_lazy("thing handed over", "seals")
    ACCOUNT = "account", _("bank account and signatories")
    LICENCE = "licence", _("registration certificate")
    BOOKS = "books", _("books and dues receipts")
    ARCHIVE = "archive", _("archives")
    MATTER = "matter", _("unfinished business")
    ASSET = "asset", _("assets and stock")
    ACCESS = "access", _("log-ins and keys")
    OTHER = "other", pgettext_lazy("thing handed over", "other")
