"""Closed lists of the dues."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ScheduleState(TextChoices):
    DRAFT = "draft", _("draft")
    ADOPTED = "adopted", _("adopted")
