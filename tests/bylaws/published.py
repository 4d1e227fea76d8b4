"""A published text with three adopted versions, one amendment after the other."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import NamedTuple

from bylaws.domain import stored, versions
from bylaws.models import RegistrarConsent, Regulation, Version
from tests.factories.texts import (
    AT,
    bring_into_force,
    make_decision,
    make_regulation,
    make_version,
)

FIRST = """\
第一章 总则
第一条 甲。
第二条 依照第三条：
（一）子；
（二）丑。
第三条 丙。
第四条 丁。"""
SECOND = """\
第一章 总则
第一条 甲。
第二条 依照第四条：
（一）子；
（二）丑。
第三条 新的一条。
第四条 丙。
第五条 丁。"""
THIRD = """\
第一章 总则
第一条 甲甲。
第二条 依照第四条：
（一）子。
第三条 新的一条。
第四条 丙。"""
IN_FORCE = date(2021, 4, 15), date(2023, 5, 1), date(2025, 6, 1)


class Published(NamedTuple):
    regulation: Regulation
    versions: list[Version]

    def id(self, article: str, version: int = 0) -> object:
        """Of the article that bears the number in the version."""
        kept = versions.numbered_provisions(self.versions[version])
        return next(row.permanent_id for row in kept if row.number == article)


def publish(*texts: str, **more: object) -> Published:
    """Each text amends the one before and was adopted and approved on its day."""
    regulation = make_regulation(**more)
    made: list[Version] = []
    for number, text in enumerate(texts):
        base = made[-1] if made else None
        version = make_version(regulation, text, label=f"{number + 1}版", base=base)
        made.append(bring_into_force(version, IN_FORCE[number]))
    return Published(regulation, made)


def adopt_without_approval(published: Published, text: str, day: date) -> Version:
    """A further version that was adopted and waits."""
    base = published.versions[-1]
    version = make_version(published.regulation, text, label="待核准版", base=base)
    versions.adopt_version(version=version, decision=make_decision(day), by=None, at=AT)
    version.refresh_from_db()
    published.versions.append(version)
    return version


def words_of(version: Version) -> list[str]:
    return [provision.text for provision in stored.provisions_of(version)]


def make_registrar_consent() -> RegistrarConsent:
    given = {"reference": "No. 12", "given_on": date(2026, 11, 2)}
    subject, at = "assembly.re_election.remote", datetime(2026, 11, 2, tzinfo=UTC)
    return RegistrarConsent.objects.create(subject=subject, recorded_at=at, **given)
