"""What a text is treated as: whether it waits for approval, is published, which vote adopts it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from bylaws.enums import Matter
from bylaws.errors import RegulationInvalid
from bylaws.models import Regulation
from records.domain import log
from records.fields import Translated


@dataclass(frozen=True, slots=True)
class Settings:
    """Of one regulation; its kind and its numbering, on which versions rest, are not among them."""

    title: Translated
    matter: str
    needs_approval: bool
    is_public: bool
    frozen_numbers: bool


def settings_of(regulation: Regulation) -> Settings:
    return Settings(
        title=Translated(regulation.title),
        matter=regulation.matter,
        needs_approval=regulation.needs_approval,
        is_public=regulation.is_public,
        frozen_numbers=regulation.frozen_numbers,
    )


@transaction.atomic
def change_settings(
    *, regulation: Regulation, settings: Settings, by: Any, at: datetime
) -> Regulation:
    """Log what was changed, from what and to what; nothing where nothing changed.

    Raises ``RegulationInvalid`` for a matter that the rulebook does not know, or no title.
    """
    regulation = Regulation.objects.select_for_update().get(pk=regulation.pk)
    if settings.matter not in set(Matter) or not settings.title:
        raise RegulationInvalid(
            zh="请填写名称，并选择规则所知的表决事项。",
            en="Give a title, and a matter of the vote that the rules know.",
        )
    before, after = asdict(settings_of(regulation)), asdict(settings)
    changed = {key: [before[key], after[key]] for key in after if before[key] != after[key]}
    if not changed:
        return regulation
    for key in changed:
        setattr(regulation, key, getattr(settings, key))
    regulation.save(update_fields=list(changed))
    payload = {"regulation": str(regulation.pk), "changed": changed}
    log.record(stream="bylaws", event="regulation_changed", payload=payload, by=by, at=at)
    return regulation
