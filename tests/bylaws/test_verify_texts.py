"""``manage.py verify_texts`` tells whether every text is still the one that was adopted.

The database refuses to change a row of a text; who takes rows away and puts others in their place
is found out by the chain.
"""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from bylaws.models import Provision, Version
from tests.bylaws.published import FIRST, SECOND, publish

pytestmark = pytest.mark.django_db


def put_in_place(rows: list[Provision]) -> None:
    """Other rows in the places of those that are there."""
    version, positions = rows[0].version, [row.position for row in rows]
    version.provisions.filter(position__in=positions).delete()
    for row in rows:
        row.pk = None
    Provision.objects.bulk_create(rows)


def refused() -> str:
    """What is told on the way to a refusal."""
    err = StringIO()
    with pytest.raises(CommandError, match=r"^1 versions do not verify$"):
        call_command("verify_texts", stdout=StringIO(), stderr=err)
    return err.getvalue()


def told(version: Version, fault: str) -> str:
    return f"broken: {version.label.en} ({version.pk}): {fault}\n"


def test_chains_that_hold_are_told():
    publish(FIRST, SECOND)
    out, err = StringIO(), StringIO()

    call_command("verify_texts", stdout=out, stderr=err)

    assert out.getvalue() == "Bylaws: 2 versions, 0 broken\nevery chain holds\n"
    assert err.getvalue() == ""


def test_changed_word_is_found_and_its_version_named():
    version = publish(FIRST, SECOND).versions[0]
    row = version.provisions.get(text="甲。")
    row.text = "乙。"
    put_in_place([row])

    assert refused() == told(version, "its text is not the one that was recorded")


def test_exchanged_identity_breaks_the_link_and_not_the_text():
    version = publish(FIRST, SECOND).versions[0]
    one, other = version.provisions.filter(kind="article")[:2]
    one.permanent_id, other.permanent_id = other.permanent_id, one.permanent_id
    put_in_place([one, other])

    assert refused() == told(version, "its link does not fit the version that it amends")


def test_item_without_its_article_is_told_and_no_crash():
    version = publish(FIRST).versions[0]
    version.provisions.exclude(kind="item").delete()

    assert refused() == told(version, "its text is not the one that was recorded")
