"""All ballots of a day at once: the way of voting, and the seats of every office."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from assemblies.domain.nominating.confirming import Nominees
from assemblies.domain.sitting.day import DayBallot
from elections.enums import Channel
from members.enums import ONE_HOLDER


class DayForm(forms.Form):
    """One field of seats for each office of each election that has a confirmed list and no box."""

    use_required_attribute = False
    channel = forms.ChoiceField(
        choices=Channel.choices, initial=Channel.ONLINE, label=_("Way of voting")
    )

    def __init__(self, *args: Any, ballots: Sequence[DayBallot], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asked: dict[str, tuple[UUID, str]] = {}
        for one in ballots:
            for asked in one.nominees:
                name = _name(one, asked)
                self._asked[name] = (one.motion.item_id, asked.office.value)
                # As many seats as stand would elect whoever reaches the threshold: nobody proposes
                # a number here but for an office of which there is mostly one.
                self.fields[name] = forms.IntegerField(
                    min_value=1,
                    max_value=len(asked.rows),
                    initial=1 if asked.office in ONE_HOLDER else None,
                    label=_("Seats to fill: %(office)s") % {"office": asked.office.label},
                )

    def seats(self) -> dict[tuple[UUID, str], int]:
        return {key: self.cleaned_data[name] for name, key in self._asked.items()}

    def questions_of(self, one: DayBallot) -> list[tuple[Nominees, BoundField]]:
        """Each office with its field."""
        return [(asked, self[_name(one, asked)]) for asked in one.nominees]


def _name(one: DayBallot, asked: Nominees) -> str:
    return f"seats-{one.motion.item_id}-{asked.office.value}"
