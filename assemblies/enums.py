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
    FINAL = "final", _("final")
    SIGNED = "signed", _("signed")
