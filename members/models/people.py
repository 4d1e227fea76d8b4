"""People: not the same as log-ins."""

from __future__ import annotations

from django.db import models
from django.db.models.fields.json import KT
from django.utils.translation import gettext_lazy as _

from records.fields import TranslatedField, searchable
from records.models import Entity


class Person(Entity):
    """Someone who represents, stands or holds office; not a log-in."""

    name = TranslatedField(_("name"))
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    born_on = models.DateField(_("born on"), null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    found_by = models.GeneratedField(
        expression=searchable(KT("name__zh"), KT("name__en")),
        output_field=models.TextField(),
        db_persist=True,
    )

    def __str__(self) -> str:
        return str(self.name)


class Erasure(Entity):
    """That a person's data was erased on their request: what went, what the law keeps and why."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="erasures")
    asked_on = models.DateField(_("asked on"))
    ground = models.TextField(_("ground"))
    erased = models.JSONField(default=list)
    kept = models.JSONField(default=list)
    erased_at = models.DateTimeField()

    class Meta:
        ordering = ["-erased_at"]
