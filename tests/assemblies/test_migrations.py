"""Authorities that ended before it was said by a key by what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from assemblies.models import Proxy
from tests.factories.assemblies import entries_of
from tests.factories.proxies import lodge, meeting_by_proxy

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("assemblies", "0010_authorities_end_by_an_event")]
TOLD = [
    ("本人到会 / came in person", "principal_came", ""),
    ("名册更正后不再有效 / not valid on the corrected roll", "off_the_roll", ""),
    ("出差取消", "revoked", "出差取消"),
]


def go_to(targets: list[Any]) -> None:
    executor = MigrationExecutor(connection)
    executor.migrate(targets)


@pytest.fixture
def ended_before() -> Iterator[None]:
    assembly = meeting_by_proxy(members=6)
    entries = entries_of(assembly)
    for number, (words, _key, _left) in enumerate(TOLD):
        lodge(assembly, entries[number], entries[number + 3])
        ended = Proxy.objects.filter(principal=entries[number])
        ended.update(state="revoked", revocation=words)
    go_to(BEFORE)
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def test_words_in_two_languages_become_their_key(ended_before: None) -> None:
    go_to([("assemblies", "0011_read_by_what_authorities_ended")])
    rows = Proxy.objects.order_by("principal__position").values_list("ended_by", "revocation")
    assert list(rows) == [(key, left) for _words, key, left in TOLD]
    go_to(BEFORE)
    back = Proxy.objects.order_by("principal__position").values_list("revocation", flat=True)
    assert list(back) == [words for words, _key, _left in TOLD]
