"""Meetings at which members vote by written authority."""

from __future__ import annotations

from datetime import datetime

from assemblies.domain.convening import proxies
from assemblies.models import Assembly, Proxy
from bylaws.models import Association
from elections.models import RollEntry
from members.domain.uploads import Upload
from members.models import Person
from tests.factories.assemblies import add_motion, add_report, convened, make_assembly, minute
from tests.factories.standing import state_rules

DRAFTED_AT, LODGED_AT = minute(-60), minute(-50)
SIGNED = Upload(name="authority.pdf", content=b"%PDF-1.7 signed and sealed")


def meeting_by_proxy(
    *, members: int = 9, most: int = 2, re_election: bool = False, profile: str = "cn"
) -> Assembly:
    """Convened, with a motion for hands; the bylaws let one person hold ``most`` authorities."""
    assembly = make_assembly()
    Association.objects.update(profile=profile)
    state_rules({"assembly.proxies_per_holder": most})
    Assembly.objects.filter(pk=assembly.pk).update(re_election=re_election)
    assembly.refresh_from_db()
    add_report(assembly)
    add_motion(assembly)
    return convened(assembly, members)


def person_of(entry: RollEntry) -> Person:
    assert entry.person is not None
    return entry.person


def draft(
    assembly: Assembly, principal: RollEntry, holder: RollEntry, at: datetime = DRAFTED_AT
) -> Proxy:
    return proxies.draft_proxy(
        assembly=assembly, principal=principal, holder=person_of(holder), by=None, at=at
    )


def lodge(
    assembly: Assembly, principal: RollEntry, holder: RollEntry, at: datetime = LODGED_AT
) -> Proxy:
    proxy = draft(assembly, principal, holder, at)
    return proxies.lodge_proxy(proxy=proxy, signed_copy=SIGNED, by=None, at=at)
