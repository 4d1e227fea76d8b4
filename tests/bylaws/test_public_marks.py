"""A reader's copy of a public page holds only while the page would say the same."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from bylaws.choices import RegulationKind
from bylaws.domain import regulating, stating
from bylaws.models import Association
from records.fields import Translated
from tests.bylaws.published import publish
from tests.factories.texts import AT, bring_into_force, make_regulation, make_version

pytestmark = pytest.mark.django_db

DUES = "第一条 甲。\n第二条 依照《章程》第一条。"


@pytest.fixture
def dues():
    """Dues measures that name an article of the bylaws."""
    bylaws = publish("第一条 总则。")
    regulation = make_regulation(
        RegulationKind.DUES_MEASURES, title=Translated(zh="会费办法", en="Dues")
    )
    return bylaws, bring_into_force(make_version(regulation, DUES), date(2022, 1, 1))


def address(version):
    return reverse("bylaws:public_text", args=[version.regulation_id])


def is_kept(page, change):
    """Whether a copy from before still holds after `change`."""
    mark = Client().get(page)["ETag"]
    assert Client().get(page, headers={"If-None-Match": mark}).status_code == 304
    change()
    return Client().get(page, headers={"If-None-Match": mark}).status_code == 304


def test_copy_does_not_outlive_a_rule_that_was_marked(dues):
    _bylaws, version = dues
    provision = version.provisions.get(position=0).permanent_id

    assert not is_kept(
        address(version),
        lambda: stating.mark_rule(
            version=version,
            key="assembly.notice_days",
            value=10,
            provision=provision,
            quote="甲",
            by=None,
            at=AT,
        ),
    )


def test_copy_does_not_outlive_a_new_version_of_a_text_that_it_names(dues):
    bylaws, version = dues

    assert not is_kept(
        address(version),
        lambda: bring_into_force(
            make_version(
                bylaws.regulation, "第一条 新。\n第二条 总则。", base=bylaws.versions[0], label="三"
            ),
            date(2023, 1, 1),
        ),
    )


def test_copy_does_not_outlive_the_publication_of_a_text_that_it_names(dues):
    bylaws, version = dues
    settings = regulating.settings_of(bylaws.regulation)
    settings = replace(settings, is_public=False)

    assert not is_kept(
        address(version),
        lambda: regulating.change_settings(
            regulation=bylaws.regulation, settings=settings, by=None, at=AT
        ),
    )


def test_copy_does_not_outlive_the_name_of_the_association(dues):
    _bylaws, version = dues

    assert not is_kept(
        address(version),
        lambda: Association.objects.update(name=Translated(zh="新名", en="New name")),
    )


def test_copy_outlives_what_the_page_does_not_show(dues):
    _bylaws, version = dues

    assert is_kept(address(version), lambda: make_regulation("other"))
