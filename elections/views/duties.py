"""What the elections of the day ask of a person besides voting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from elections.domain.paper import tellers_of
from elections.domain.sides import boxes_for_tellers


@dataclass(frozen=True, slots=True)
class Duty:
    title: str
    detail: str
    url: str


def duties_of(user: Any) -> list[Duty]:
    """Keys to hold, codes to make, papers to count."""
    if not user.is_authenticated or user.person is None:
        return []
    person = user.person
    keys = [
        Duty(
            _("Your key as a trustee"),
            str(trustee.ceremony.title),
            reverse("elections:keys", args=[trustee.ceremony_id]),
        )
        for trustee in person.trusteeships.select_related("ceremony")
    ]
    codes = [
        Duty(
            _("The voting codes that you make"),
            str(ceremony.title),
            reverse("elections:codes", args=[ceremony.pk]),
        )
        for ceremony in person.ceremonies_as_authority.all()
    ]
    boxes = boxes_for_tellers()
    counts = [
        Duty(_("Ballots to count"), str(box.title), reverse("elections:count", args=[box.pk]))
        for box in boxes.select_related("ceremony")
        if person in tellers_of(box)
    ]
    return keys + codes + counts
