"""Tags: words of the secretariat's own by which firms are found together."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from members.errors import TagInvalid
from members.models import Firm, Tag, User
from records.domain import log

STREAM = "register"
LONGEST = 40


def spelt(name: str) -> str:
    """One spelling of what looks alike: full width and half width, spaces. Raises TagInvalid."""
    plain = " ".join(unicodedata.normalize("NFKC", name).split())
    if not plain or len(plain) > LONGEST:
        raise TagInvalid(longest=LONGEST)
    return plain


@transaction.atomic
def tag_firms(*, firms: Iterable[Firm], name: str, by: User | None, at: datetime) -> Tag:
    """Give all of ``firms`` the tag, which is made where nobody used it; who has it keeps it.

    Raises TagInvalid.
    """
    tag, _created = Tag.objects.get_or_create(name=spelt(name))
    Tag.objects.select_for_update().get(pk=tag.pk)
    tagged = set(tag.firms.values_list("pk", flat=True))
    new = [firm for firm in firms if firm.pk not in tagged]
    tag.firms.add(*new)
    if new:
        payload = {"tag": tag.name, "firms": [firm.pk for firm in new]}
        log.record(stream=STREAM, event="firms_tagged", payload=payload, by=by, at=at)
    return tag


@transaction.atomic
def untag_firm(*, firm: Firm, tag: Tag, by: User | None, at: datetime) -> None:
    """Take the tag away; one that no firm has any more is gone. Twice changes nothing."""
    held = Tag.objects.select_for_update().filter(pk=tag.pk, firms=firm).first()
    if held is None:
        return
    held.firms.remove(firm)
    payload = {"tag": held.name, "firm": firm.pk}
    log.record(stream=STREAM, event="firm_untagged", payload=payload, by=by, at=at)
    if not held.firms.exists():
        held.delete()
