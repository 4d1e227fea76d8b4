"""A register of any size, and what its list and its search for duplicates take."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from members.domain.firms.duplicates import find_duplicates
from members.enums import FirmSize, Role, StandingStatus, Trade
from members.models import (
    ClassPeriod,
    Firm,
    MemberClass,
    Membership,
    Person,
    Representative,
    Standing,
    User,
)
from records.fields import Translated
from tests.bench.table import Table

JOINED = date(2021, 1, 1)
AT = datetime(2026, 1, 1, tzinfo=UTC)
BATCH = 2000
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SIGNS = "岳峰通达鸿运顺安恒泰瑞丰华盛金鼎万里远东明德长青天宇星海新源百川卓越众诚信和"
TRADES = ("汽车销售", "汽车维修", "二手车交易", "汽车配件", "机动车检测", "汽车租赁", "轮胎")
FORMS = ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司")
PLACES = ("望岳区", "临汾河区", "东城区", "西城区", "开发区", "清源县", "阳坡县")
SURNAMES = "丁武牛马田石钱孙周吴郑王冯陈"


def code_of(serial: int) -> str:
    """A valid code; consecutive serials differ in many characters, as registered ones do."""
    head = f"91{(serial * 7919) % 1000000:06d}{(serial * 104729) % 1000000000:09d}"
    total = sum(ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(head))
    return head + ALPHABET[(31 - total % 31) % 31]


def fill(count: int, *, seed: int = 7) -> None:
    """``count`` firms, each an active member of some class with a voting representative.

    One in fifty has another standing; one in a hundred was entered a second time, in other words.
    """
    chance = random.Random(seed)
    classes = [
        MemberClass.objects.get_or_create(
            key=key, defaults={"name": Translated(zh=zh, en=key), "rank": rank}
        )[0]
        for rank, (key, zh) in enumerate(
            (("president", "会长单位"), ("council", "理事单位"), ("ordinary", "会员单位")), 1
        )
    ]
    serial = Membership.objects.count()
    facts = _facts(serial, count, chance)
    while batch := list(islice(facts, BATCH)):
        _enter(batch, classes, serial, chance)
        serial += len(batch)


def _facts(first: int, count: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    last: dict[str, Any] = {}
    for serial in range(first, first + count):
        if last and serial % 100 == 99:
            name = last["name"]["zh"].removeprefix("晋东市").replace("有限公司", "有限责任公司")
            last = last | {"name": Translated(zh=name, en=last["name"]["en"])}
        else:
            last = _firm(serial, chance)
        yield last | {"registration_code": code_of(serial)}


def _firm(serial: int, chance: random.Random) -> dict[str, Any]:
    words = "".join(chance.choices(SIGNS, k=chance.choice((3, 4, 5))))
    place = chance.choice(PLACES)
    return {
        "name": Translated(
            zh=f"晋东市{words}{chance.choice(TRADES)}{chance.choice(FORMS)}",
            en=f"Jindong {words.encode().hex()} Auto Co., Ltd.",
        ),
        "trade": chance.choice(Trade.values),
        "size": chance.choice(FirmSize.values),
        "district": Translated(zh=place, en=place),
        "address": f"{place}建设路{chance.randrange(1, 2000)}号{chance.randrange(1, 90)}室",
        "phone": f"0351-{chance.randrange(1000000, 9999999)}",
        "email": f"office{serial}@firm{serial}.example",
        "legal_representative": _name(chance),
    }


def _name(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + "".join(chance.choices(SIGNS, k=2))


def _enter(
    batch: list[dict[str, Any]], classes: list[MemberClass], serial: int, chance: random.Random
) -> None:
    firms = Firm.objects.bulk_create(Firm(**facts) for facts in batch)
    members = Membership.objects.bulk_create(
        Membership(firm=firm, number=f"JD{serial + place:06d}", joined_on=JOINED)
        for place, firm in enumerate(firms)
    )
    dated: dict[str, Any] = {"from_on": JOINED, "source": "2021-3", "recorded_at": AT}
    Standing.objects.bulk_create(
        Standing(
            membership=member,
            status=StandingStatus.ACTIVE if place % 50 else chance.choice(StandingStatus.values),
            reason=Translated(zh="入会", en="Admitted"),
            **dated,
        )
        for place, member in enumerate(members)
    )
    ClassPeriod.objects.bulk_create(
        ClassPeriod(membership=member, member_class=chance.choice(classes), **dated)
        for member in members
    )
    people = Person.objects.bulk_create(
        Person(name=Translated(zh=_name(chance), en=f"Person {uuid4().hex[:8]}"), email=firm.email)
        for firm in firms
    )
    Representative.objects.bulk_create(
        Representative(firm=firm, person=person, post=Translated(zh="经理", en="Manager"), **dated)
        for firm, person in zip(firms, people, strict=True)
    )


def visitor() -> Client:
    """A browser of the secretariat."""
    user, created = User.objects.get_or_create(email="bench@association.example")
    if created:
        user.roles.create(role=Role.SECRETARIAT)
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


LISTS: dict[str, dict[str, str]] = {
    "first page": {},
    "page 900": {"page": "900"},
    "search of a name": {"search": "岳峰"},
    "search of a number": {"search": "JD0009"},
    "one standing": {"status": "suspended"},
    "district and trade": {"district": "东城区", "trade": "repair"},
    "sorted by class": {"sort": "class_name"},
}


def measure(table: Table, *, small: int = 10_000, large: int = 100_000) -> None:
    """The search for duplicates among ``small`` firms, the list among ``large``."""
    fill(small)
    pairs = table.timed("duplicates", 1, find_duplicates, f"among {small} firms")
    table.add("duplicates found", len(pairs), "", f"{small // 100} were entered twice")
    fill(large - small, seed=11)
    client, address = visitor(), reverse("members:firms")
    client.get(address)
    for name, query in LISTS.items():
        table.timed(
            f"firm list, {name}",
            9,
            lambda query=query: client.get(address, query),  # type: ignore[misc]
            f"{large} firms",
        )
