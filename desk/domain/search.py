"""One field that finds firms, people, texts, meetings and resolutions."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from assemblies.models import Assembly, Resolution
from bylaws.models import Provision
from members.models import Firm, Representative

MOST_PER_KIND = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: its kind in words, its title, a line about it and its address."""

    kind: str
    title: str
    detail: str
    url: str


def _in_both(field: str, query: str) -> Q:
    return Q(**{f"{field}__zh__icontains": query}) | Q(**{f"{field}__en__icontains": query})


def find(query: str) -> list[Hit]:
    """Hits for ``query`` in both languages, at most :data:`MOST_PER_KIND` of each kind."""
    return [*_firms(query), *_people(query), *_meetings(query), *_provisions(query)]


def _firms(query: str) -> list[Hit]:
    wanted = (
        _in_both("name", query)
        | Q(registration_code__icontains=query)
        | Q(membership__number__icontains=query)
    )
    return [
        Hit(_("Firm"), str(firm), firm.registration_code, reverse("members:firm", args=[firm.pk]))
        for firm in Firm.objects.filter(wanted, merged_into__isnull=True)[:MOST_PER_KIND]
    ]


def _people(query: str) -> list[Hit]:
    found = Representative.objects.filter(
        _in_both("person__name", query), firm__merged_into__isnull=True
    ).select_related("person", "firm")
    return [
        Hit(
            _("Representative"),
            str(row.person),
            str(row.firm),
            reverse("members:firm", args=[row.firm_id]),
        )
        for row in found[:MOST_PER_KIND]
    ]


def _meetings(query: str) -> list[Hit]:
    meetings = Assembly.objects.filter(_in_both("title", query))[:MOST_PER_KIND]
    resolutions = Resolution.objects.filter(_in_both("motion__item__title", query)).select_related(
        "motion__item"
    )[:MOST_PER_KIND]
    return [
        *(
            Hit(
                _("Assembly"),
                str(meeting),
                str(meeting.place),
                reverse("assemblies:assembly", args=[meeting.pk]),
            )
            for meeting in meetings
        ),
        *(
            Hit(
                _("Resolution"),
                f"{row.label} {row.motion.item}",
                str(row.sentence),
                reverse("assemblies:assembly", args=[row.motion.item.assembly_id]),
            )
            for row in resolutions
        ),
    ]


def _provisions(query: str) -> list[Hit]:
    found = Provision.objects.filter(text__icontains=query).select_related("version__regulation")
    return [
        Hit(
            _("Text"),
            str(row.version),
            row.text[:80],
            reverse("bylaws:version", args=[row.version_id]),
        )
        for row in found[:MOST_PER_KIND]
    ]
