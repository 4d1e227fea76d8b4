"""Closed lists of the elections, and which state may follow which."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    ONLINE = "online", _("electronic")
    PAPER = "paper", _("on paper")
    MIXED = "mixed", _("electronic and on paper")


ELECTRONIC = (Channel.ONLINE, Channel.MIXED)
ON_PAPER = (Channel.PAPER, Channel.MIXED)


class ElectionState(TextChoices):
    DRAFT = "draft", _("in preparation")
    READY = "ready", _("ready")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed, to be counted")
    COUNTED = "counted", _("counted")
    PUBLISHED = "published", _("published")
    ANNULLED = "annulled", _("annulled")


BEFORE_OPENING = (ElectionState.DRAFT, ElectionState.READY)

TRANSITIONS: dict[str, set[str]] = {
    ElectionState.DRAFT: {ElectionState.READY, ElectionState.ANNULLED},
    ElectionState.READY: {ElectionState.OPEN, ElectionState.DRAFT, ElectionState.ANNULLED},
    ElectionState.OPEN: {ElectionState.CLOSED, ElectionState.ANNULLED},
    ElectionState.CLOSED: {ElectionState.COUNTED, ElectionState.ANNULLED},
    ElectionState.COUNTED: {ElectionState.PUBLISHED, ElectionState.ANNULLED},
    ElectionState.PUBLISHED: {ElectionState.ANNULLED},
    ElectionState.ANNULLED: set(),
}


class ContestKind(TextChoices):
    MOTION = "motion", _("motion")
    SINGLE = "single", _("single candidate")
    SLATE = "slate", _("slate")
    # Marks for alone, none against: of any number, or of as many as there are seats.
    APPROVAL = "approval", _("approval vote")
    PLURALITY = "plurality", _("plurality vote")


LISTS = (ContestKind.SLATE, ContestKind.APPROVAL, ContestKind.PLURALITY)
"""Kinds that put several persons on one ballot."""
MARKS_FOR_ALONE = (ContestKind.APPROVAL, ContestKind.PLURALITY)
"""Kinds in which nobody is marked against: whoever is not marked for got no vote."""


class WriteIns(TextChoices):
    """Whether somebody else than the candidates can be chosen (另选他人)."""

    NONE = "none", _("nobody else can be chosen")
    FREE = "free", _("others can be chosen")
    COVERED = "covered", _("others can be chosen, no more than are voted against")


class WriteInsFrom(TextChoices):
    ROLL = "roll", _("whoever has a vote in this box")
    MEMBERS = "members", _("every representative of a member")


class BlankLine(TextChoices):
    """What a line without a mark counts as on a ballot paper (CN-E7)."""

    ABSTAIN = "abstain", _("an abstention")
    FOR = "for", _("a vote for")


class VoidReason(TextChoices):
    """Why a whole ballot paper is invalid (CN-E3, CN-E6, CN-E13)."""

    TOO_MANY = "too_many", _("more marks than may be given")
    UNREADABLE = "unreadable", _("unreadable as a whole")
    MARKED = "marked", _("signed or marked so that the voter can be told")
    FOREIGN = "foreign", _("no ballot that was handed out")
    OTHER = "other", _("for another reason")


class RoundReason(TextChoices):
    """Why a question is voted on once more; the values are those of ``bylaws.enums.SeatWay``."""

    RUN_OFF = "run_off", _("run-off among the tied")
    ANOTHER_BALLOT = "another_ballot", _("another ballot among those not elected")
    LOWER_BAR = "lower_bar", _("another ballot with the lower bar")


class VotersBy(TextChoices):
    """How a voter of an electronic box shows that they may vote."""

    LETTERS = "letters", _("a log-in and the code of a letter")
    SLIPS = "slips", _("a slip drawn in the hall")
    MAILED = "mailed", _("a log-in and a code that the server makes and mails")


class SlipOutReason(TextChoices):
    SURPLUS = "surplus", _("surplus")
    RETURNED = "returned", _("returned")
    EXCHANGED = "exchanged", _("exchanged for paper")
    SPOILED = "spoiled", _("spoiled")


class TrusteeState(TextChoices):
    INVITED = "invited", _("invited")
    KEY_MADE = "key_made", _("key made")
    RESTORED = "restored", _("key restored from its file")
    # With a threshold two more steps come before the rehearsal, which everybody takes.
    DEALT = "dealt", _("parts dealt out")
    AGREED = "agreed", _("key agreed upon")
    REHEARSED = "rehearsed", _("decryption rehearsed")


ROUNDS: list[str] = TrusteeState.values
"""The states of a trustee in the order in which they follow."""
