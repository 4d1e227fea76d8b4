"""Closed lists of the records."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DecisionKind(TextChoices):
    ADOPTION = "adoption", _("adoption")
    APPROVAL = "approval", _("approval")
    ELECTION = "election", _("election")
    ADMISSION = "admission", _("admission")
    OTHER = "other", _("other")


class MailState(TextChoices):
    KEPT = "kept", _("kept in the outbox")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")


class JobState(TextChoices):
    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
