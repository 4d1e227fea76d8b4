"""What the pages of a long text cost: three hundred articles in twelve versions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bylaws.choices import RegulationKind
from bylaws.domain import recording, stored, versions
from bylaws.domain.amendments import amending, editing
from bylaws.domain.numerals import to_chinese
from bylaws.domain.papers import issuing
from bylaws.enums import ProvisionKind
from bylaws.models import Amendment, Regulation, Version
from members.enums import Role
from members.models import User
from records.enums import DecisionKind
from records.fields import Translated
from records.models import Decision
from tests.bench.table import Table

VERSIONS, ARTICLES, TIMES = 12, 300, 7
SIZE = f"{ARTICLES} articles, {VERSIONS} versions"


def measure(table: Table) -> None:
    at = timezone.now()
    regulation = _regulation(at)
    newest = regulation.versions.order_by("-recorded_at")[0]
    amendment = _amendment(newest, at)
    article = newest.provisions.filter(kind=ProvisionKind.ARTICLE)[150].permanent_id
    for name, address in _addresses(regulation, newest, amendment, article).items():
        _measure_page(table, name, address)
    table.timed(
        "certified copy of a long text: PDF",
        1,
        lambda: issuing.issue_version(newest, paper="certified", form="pdf", lang="zh"),
        SIZE,
    )


def _addresses(
    regulation: Regulation, version: Version, amendment: Amendment, article: UUID
) -> dict[str, str]:
    return {
        "text page: regulation": reverse("bylaws:regulation", args=[regulation.pk]),
        "text page: version": reverse("bylaws:version", args=[version.pk]),
        "text page: what changes": reverse("bylaws:changes", args=[version.pk]),
        "text page: public": reverse("bylaws:public_text", args=[regulation.pk]),
        "text page: history of an article": reverse(
            "bylaws:public_provision", args=[regulation.pk, article]
        ),
        "text page: amendment": reverse("bylaws:amendment", args=[amendment.pk]),
    }


def _measure_page(table: Table, name: str, address: str) -> None:
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.filter(roles__role=Role.SECRETARIAT)[0])

    def ask() -> None:
        assert client.get(address).status_code == 200

    ask()
    table.timed(name, TIMES, ask, f"{SIZE}, without network")


def _regulation(at: datetime) -> Regulation:
    regulation = recording.open_regulation(
        kind=RegulationKind.FINANCIAL_RULES,
        title=Translated(zh="长文本", en="A long text"),
        by=None,
        at=at,
    )
    base = None
    for number in range(VERSIONS):
        moment = at + timedelta(seconds=number)
        base = recording.import_version(
            regulation=regulation,
            text=_text(number),
            label=Translated(zh=f"第{number + 1}版", en=str(number + 1)),
            base=base,
            by=None,
            at=moment,
        )
        decision = _decision(date(2010 + number, 3, 1), moment)
        versions.adopt_version(version=base, decision=decision, by=None, at=moment)
    return regulation


def _text(number: int) -> str:
    """Ten articles to a chapter, each with items and a reference; every version amends its own
    twenty-five and puts one in, so that what follows is renumbered."""
    lines: list[str] = []
    put_in = range(ARTICLES // 2, ARTICLES // 2 + number)
    for article in range(ARTICLES - VERSIONS + number + 1):
        if article % 10 == 0:
            lines.append(f"第{to_chinese(article // 10 + 1)}章 第{article // 10 + 1}个方面")
        original = article if article < put_in.start else max(put_in.start - 1, article - number)
        lines += _article(article, original, number, is_new=article in put_in)
    return "\n".join(lines)


def _article(place: int, original: int, number: int, *, is_new: bool) -> list[str]:
    mark = f"第{to_chinese(place + 1)}条"
    if is_new:
        return [f"{mark} 第{place}次增加的规定，自通过之日起执行，此前的约定不再适用。"]
    amended = sum(original % VERSIONS == earlier for earlier in range(1, number + 1))
    named = to_chinese(place // 2 + 1)
    return [
        f"{mark} 关于第{original}个事项，由秘书处{'会同监事会' * amended}依照第{named}条办理：",
        f"（一）提前{to_chinese(original % 28 + 2)}日通知会员；",
        f"（二）将第{original}号记录存档备查。",
    ]


def _decision(day: date, at: datetime) -> Decision:
    return Decision.objects.create(
        kind=DecisionKind.ADOPTION,
        title=Translated(zh="长文本", en="A long text"),
        decided_on=day,
        body_name=Translated(zh="会员大会", en="General assembly"),
        recorded_at=at,
    )


def _amendment(base: Version, at: datetime) -> Amendment:
    """Twenty articles amended by hand."""
    amendment = amending.open_amendment(
        base=base,
        title=Translated(zh="修正案", en="Amendment"),
        label=Translated(zh="新版", en="next"),
        proposer="秘书处",
        by=None,
        at=at,
    )
    articles = [p for p in stored.provisions_of(base) if p.kind is ProvisionKind.ARTICLE]
    for number, article in enumerate(articles[:: len(articles) // 20][:20]):
        editing.replace_provision(
            amendment=amendment,
            provision=article.identity,
            text=article.text.replace("秘书处", "秘书处和理事会"),
            revision=number,
            by=None,
            at=at,
        )
    amendment.refresh_from_db()
    return amendment
