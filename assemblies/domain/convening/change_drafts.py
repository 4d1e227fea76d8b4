"""What a later notice says to begin with: what changes, what stays, what those convened are to do.

The secretariat edits it. What only a person knows stands between GAP marks, and a notice that
still has such a place is not sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from assemblies.domain.convening.late_items import unannounced_items
from assemblies.domain.convening.notice import LANGUAGES, addressed_to
from assemblies.domain.convening.proxies import terms_of
from assemblies.domain.days import zone
from assemblies.enums import NoticeKind
from assemblies.models import Assembly
from bylaws.models import Association
from records.fields import Translated

GAP = ("【▷ ", "】")


@dataclass(frozen=True, slots=True)
class NewDate:
    """When and where a postponed meeting is held; ``place`` empty where it stays."""

    starts_at: datetime
    place: Translated


def draft_change(
    assembly: Assembly, kind: NoticeKind, new: NewDate | None = None
) -> tuple[Translated, Translated]:
    """Subject and text of a correction, a postponement (to ``new``) or a cancellation of a meeting
    that was convened, in both languages."""
    subject, text = Translated(), Translated()
    context = _context(assembly, new)
    for key, language in LANGUAGES.items():
        with translation.override(language):
            told = context | {"addressed": addressed_to(assembly), "gap": GAP}
            subject[key] = _rendered(f"{kind}_subject", told)
            text[key] = _rendered(f"{kind}_message", told)
    return subject, text


def _context(assembly: Assembly, new: NewDate | None) -> dict[str, Any]:
    place = new.place if new and any(new.place.values()) else assembly.place
    return {
        "assembly": assembly,
        "association": Association.objects.first(),
        "before": assembly.notices.last(),
        "was": assembly.starts_at.astimezone(zone()),
        "now": new.starts_at.astimezone(zone()) if new else None,
        "place": place,
        "moves": dict(place) != dict(assembly.place),
        "items": list(assembly.items.order_by("position")),
        "added": [(item, getattr(item, "motion", None)) for item in unannounced_items(assembly)],
        "proxies": terms_of(assembly).allowed,
        "codes": assembly.ceremony_id is not None,
    }


def _rendered(name: str, context: dict[str, Any]) -> str:
    told = render_to_string(f"assemblies/email/{name}.txt", context).strip()
    while "\n\n\n" in told:
        told = told.replace("\n\n\n", "\n\n")
    return told.replace("。 ", "。")  # Chinese sentences follow each other without a blank.


def has_gap(text: Translated) -> bool:
    """Whether a place that a person has to fill is still open in any language."""
    return any(GAP[0].strip() in told for told in text.values())
