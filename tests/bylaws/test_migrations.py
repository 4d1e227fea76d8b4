"""Texts that were recorded before they had a history get it, on both databases."""

import hashlib
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from bylaws.domain import chain, in_force, versions
from bylaws.models import Regulation, Version
from records.fields import Translated

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 1, 1, tzinfo=UTC)
BEFORE = [("bylaws", "0001_initial"), ("assemblies", "0002_initial")]
LINES = (
    ("preamble", "序。", "序。"),
    ("chapter", "总则", "第一章 总则"),
    ("article", "甲：", "第一条 甲："),
    ("item", "子；", "（一）子；"),
    ("item", "丑。", "（二）丑。"),
    ("paragraph", "第二款。", "第二款。"),
    ("article", "乙。", "第二条 乙。"),
)
PLACES = {
    "assembly.notice_days": "第一条第一款第二项",
    "term.max_years": "第一条第二款",
    "officers.max_age": "第二条第一款",
    "officers.max_terms": "第2条",
}
MEANT = {
    "assembly.notice_days": "第一条第一款第二项",
    "term.max_years": "第一条第二款",
    "officers.max_age": "第二条",
    "officers.max_terms": "第二条",
}


def migrate(targets):
    executor = MigrationExecutor(connection)
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.fixture
def at_first():
    """The tables as they were; afterwards as they are."""
    yield migrate(BEFORE)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def record(apps, regulation, lines, **more):
    text = "\n".join(printed for _kind, _words, printed in lines)
    version = apps.get_model("bylaws", "Version").objects.create(
        regulation=regulation,
        label=Translated(zh="一版", en="one"),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        recorded_at=AT,
        **more,
    )
    rows = apps.get_model("bylaws", "Provision").objects
    for position, (kind, words, _printed) in enumerate(lines):
        rows.create(version=version, position=position, kind=kind, text=words, permanent_id=uuid4())
    return version


def test_texts_recorded_before_verify_and_keep_the_places_of_their_rules(at_first):
    regulation = at_first.get_model("bylaws", "Regulation").objects.create(
        kind="bylaws", title=Translated(zh="章程", en="Bylaws")
    )
    first = record(at_first, regulation, LINES)
    second = record(at_first, regulation, LINES[:-1], base=first, previous=first.digest)
    for key, place in PLACES.items():
        at_first.get_model("bylaws", "Parameter").objects.create(
            version=first, key=key, value=3, article=place
        )

    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())

    kept = Regulation.objects.get()
    assert (kept.matter, kept.needs_approval, kept.is_public) == ("bylaws", True, True)
    assert chain.breaks(kept) == []
    old, new = (Version.objects.get(pk=version.pk) for version in (first, second))
    assert versions.text_of(old) == "\n".join(printed for *_rest, printed in LINES)
    assert (old.previous, new.previous) == ("", old.chain)
    assert {p.key: p.article_ref for p in in_force.parameters_of(old)} == MEANT
    assert versions.version_on(regulation=kept, day=date(2026, 1, 1)) is None
