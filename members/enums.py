"""Closed lists of the register."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


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


class ImportState(TextChoices):
    STAGED = "staged", _("staged")
    APPLIED = "applied", _("applied")
    DISCARDED = "discarded", _("discarded")
