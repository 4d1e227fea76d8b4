"""What the association tells of its money."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.models import Entity


class AnnualStatement(Entity):
    """A year's income and expense as published to the members (民发〔2014〕166号 ¶6).

    Published again after a correction it is another row. ``papers``: document ids by language.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    figures = models.JSONField(default=dict)
    papers = models.JSONField(default=dict)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "-published_at"]
