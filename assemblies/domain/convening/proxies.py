"""Authorities to vote in writing 委托书: drawn up, signed and lodged, ended.

They exist only where the rules let one person hold some, and never lower a quorum that counts
persons in the hall. A scope in words binds the holder towards the principal; it is not enforced
here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format

from assemblies.domain.days import meeting_day, zone
from assemblies.domain.governing import cited, rule_for_meeting
from assemblies.domain.locking import lock_assembly, require_phase, stream_of
from assemblies.domain.presence import represented
from assemblies.domain.presence.remote import refuse_remote
from assemblies.enums import Phase, ProxyEnd, ProxyState
from assemblies.errors import MeetingCancelled, NotOnRoll
from assemblies.errors.roll import (
    AlreadyRepresented,
    HolderNotEntitled,
    HoldsTooMany,
    LodgedTooLate,
    PrincipalHoldsProxies,
    PrincipalNotEntitled,
    PrincipalPresent,
    ProxiesNotAllowed,
    ProxyEnded,
    ProxyPassedOn,
    ProxyToOneself,
    ReasonNeeded,
)
from assemblies.models import Assembly, Proxy
from bylaws.domain.in_force import rulebook_on
from bylaws.domain.parameters import UNLIMITED
from bylaws.models import Association
from elections.models import RollEntry
from members.domain import uploads
from members.domain.uploads import Upload
from members.models import Person, User
from records.domain import log
from records.domain.pdf import make_pdf
from records.fields import Translated

OPEN = (Phase.CONVENE, Phase.CHECK_IN, Phase.LIVE, Phase.COUNT)
LANGUAGES = ("zh", "en")
IN_TIME = "proxies.lodged_before"


@dataclass(frozen=True, slots=True)
class ProxyTerms:
    """What the rules say of authorities at a meeting: ``most`` one person may hold, None without a
    limit; ``in_person``: the quorum counts persons in the hall alone; ``before_opening`` cites the
    text that wants them lodged before the meeting, and is empty where none does; ``to_anyone``:
    who holds one need not be on the roll."""

    allowed: bool
    most: int | None
    citation: Translated
    in_person: bool
    before_opening: Translated
    to_anyone: bool = False


def terms_of(assembly: Assembly) -> ProxyTerms:
    """Raises RuleRefused where no text answers."""
    rule = rule_for_meeting(assembly)
    sources = rulebook_on(meeting_day(assembly)).sources(IN_TIME)
    return ProxyTerms(
        allowed=rule.proxies_allowed,
        most=None if rule.proxies_per_holder == UNLIMITED else rule.proxies_per_holder,
        citation=cited(rule.citations["proxies"]),
        in_person=rule.quorum_in_person,
        before_opening=cited(sources),
        to_anyone=rule.proxies_to_anyone,
    )


@transaction.atomic
def draft_proxy(
    *,
    assembly: Assembly,
    principal: RollEntry,
    holder: Person,
    by: User | None,
    at: datetime,
    scope: str = "",
) -> Proxy:
    """Draw up an authority; its letter is printed, signed and lodged next. The same again is the
    same authority.

    Raises ProxiesNotAllowed, ProxyToOneself, PrincipalNotEntitled, HolderNotEntitled,
    ProxyPassedOn, PrincipalHoldsProxies, AlreadyRepresented, HoldsTooMany, PrincipalPresent,
    LodgedTooLate, NotOnRoll, MeetingCancelled, PhaseForbids.
    """
    assembly = _open(assembly)
    if principal.roll_id != assembly.roll_id:
        raise NotOnRoll(voter=str(principal))
    standing = represented.standing_proxy(assembly, principal)
    if standing is not None:
        if (standing.holder_id, standing.scope) == (holder.pk, scope):
            return standing
        raise AlreadyRepresented(principal=str(principal), holder=str(standing.holder))
    proxy = Proxy(assembly=assembly, principal=principal, holder=holder, scope=scope)
    proxy.holder_entry = _checked(proxy)
    proxy.save()
    payload = _told(proxy) | {"scope": scope}
    log.record(stream=stream_of(assembly), event="proxy_drafted", payload=payload, by=by, at=at)
    return proxy


@transaction.atomic
def lodge_proxy(*, proxy: Proxy, signed_copy: Upload, by: User | None, at: datetime) -> Proxy:
    """Keep the signed letter: from now on the authority counts, and at once where its holder is in
    the hall. Lodged again, the first copy stays.

    Raises ProxyEnded, PaperTooLarge, PaperRefused, RemoteOnPaper, and what a draft raises, since
    the roll may have changed meanwhile.
    """
    assembly = _open(proxy.assembly)
    proxy = _fresh(proxy, assembly)
    if proxy.state == ProxyState.LODGED:
        return proxy
    if proxy.state == ProxyState.REVOKED:
        raise ProxyEnded(reason=proxy.revocation or proxy.get_ended_by_display())
    proxy.holder_entry = _checked(proxy)
    document = uploads.keep(signed_copy, at=at)
    proxy.state, proxy.lodged_at, proxy.signed_copy = ProxyState.LODGED, at, document
    proxy.save(update_fields=["state", "lodged_at", "signed_copy", "holder_entry"])
    payload = _told(proxy) | {"document": document.digest}
    log.record(stream=stream_of(assembly), event="proxy_lodged", payload=payload, by=by, at=at)
    stay = represented.stay_of(assembly, proxy.holder)
    if stay is not None:
        if stay.remote:
            refuse_remote(assembly, [proxy.principal])
        represented.represent(proxy, remote=stay.remote, by=by, at=at)
    return proxy


@transaction.atomic
def revoke_proxy(*, proxy: Proxy, reason: str, by: User | None, at: datetime) -> Proxy:
    """End an authority before the meeting closes; what its holder cast in an open box stands.
    Ended already, nothing changes. Raises ReasonNeeded, PhaseForbids."""
    assembly = _open(proxy.assembly)
    proxy = _fresh(proxy, assembly)
    if proxy.state == ProxyState.REVOKED:
        return proxy
    if not reason.strip():
        raise ReasonNeeded
    represented.end_proxy(proxy, ended_by=ProxyEnd.REVOKED, reason=reason.strip(), by=by, at=at)
    return proxy


def letter_of_authority(*, proxy: Proxy, language: str) -> bytes:
    """授权委托书, with places for the signature and the seal of the firm that gives it."""
    assembly, principal = proxy.assembly, proxy.principal
    context: dict[str, Any] = {
        "association": Association.objects.get(),
        "assembly": assembly,
        "starts_at": assembly.starts_at.isoformat(),
        "principal": principal,
        "firm": principal.firm,
        "holder": proxy.holder,
        "holder_entry": proxy.holder_entry,
        "scope": proxy.scope,
        "terms": terms_of(assembly),
    }
    return make_pdf(
        template="print/authority.html", context=context, language=language, zone=zone()
    )


def _open(assembly: Assembly) -> Assembly:
    assembly = lock_assembly(assembly.pk)
    if assembly.is_cancelled:
        raise MeetingCancelled
    require_phase(assembly, *OPEN)
    return assembly


def _fresh(proxy: Proxy, assembly: Assembly) -> Proxy:
    found = Proxy.objects.select_related("principal__firm", "principal__person", "holder")
    row = found.get(pk=proxy.pk)
    row.assembly = assembly
    return row


def _checked(proxy: Proxy) -> RollEntry | None:
    """The holder's own place on the roll, if any; raises what rules or roll have against it."""
    assembly, principal, holder = proxy.assembly, proxy.principal, proxy.holder
    terms = terms_of(assembly)
    if not terms.allowed:
        raise ProxiesNotAllowed(citation=str(terms.citation))
    if terms.before_opening and assembly.opened_at is not None:
        opened = date_format(assembly.opened_at.astimezone(zone()), "H:i")
        raise LodgedTooLate(citation=str(terms.before_opening), opened=opened)
    if not principal.entitled:
        raise PrincipalNotEntitled(principal=str(principal), reason=str(principal.reason))
    if principal.person_id == holder.pk:
        raise ProxyToOneself(holder=str(holder), principal=str(principal))
    if assembly.attendances.filter(
        entry=principal, out_at__isnull=True, proxy__isnull=True
    ).exists():
        raise PrincipalPresent(principal=str(principal))
    return _checked_holder(proxy, terms)


def _checked_holder(proxy: Proxy, terms: ProxyTerms) -> RollEntry | None:
    assembly, principal, holder = proxy.assembly, proxy.principal, proxy.holder
    own = RollEntry.objects.filter(roll=assembly.roll_id, person=holder, entitled=True)
    place = own.order_by("position").first()
    if place is None and not terms.to_anyone:
        raise HolderNotEntitled(holder=str(holder))
    others = assembly.proxies.exclude(state=ProxyState.REVOKED).exclude(pk=proxy.pk)
    given = others.filter(principal__person=holder).select_related("holder").first()
    if given is not None:
        raise ProxyPassedOn(holder=str(holder), other=str(given.holder))
    carried = others.filter(holder=principal.person_id).select_related("principal")
    if principal.person_id is not None and carried:
        names = ", ".join(str(each.principal) for each in carried)
        raise PrincipalHoldsProxies(principal=str(principal), others=names)
    held = others.filter(holder=holder).count()
    if terms.most is not None and held >= terms.most:
        raise HoldsTooMany(
            holder=str(holder), held=held, most=terms.most, citation=str(terms.citation)
        )
    return place


def _told(proxy: Proxy) -> dict[str, str]:
    return {
        "proxy": str(proxy.pk),
        "entry": str(proxy.principal_id),
        "holder": str(proxy.holder_id),
    }
