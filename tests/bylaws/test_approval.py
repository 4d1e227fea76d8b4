"""When an adopted text governs: from its approval, or at once, as the rules of the place say."""

from datetime import date

import pytest

from bylaws.choices import RegulationKind
from bylaws.domain import versions
from bylaws.domain.approval import governs_only_when_approved
from bylaws.models import Association
from tests.factories.texts import AT, make_decision, make_regulation, make_version

pytestmark = pytest.mark.django_db

DAY = date(2026, 12, 18)


def adopted(profile, kind=RegulationKind.BYLAWS):
    version = make_version(make_regulation(kind), "第一条 甲。")
    Association.objects.update(profile=profile)
    versions.adopt_version(version=version, decision=make_decision(DAY), by=None, at=AT)
    version.refresh_from_db()
    return version


@pytest.mark.parametrize("profile", ["cn", "de"])
def test_bylaws_wait_for_approval_where_the_rules_say_so(profile):
    version = adopted(profile)
    assert (version.effective_on, versions.awaits_approval(version)) == (None, True)
    assert versions.version_on(regulation=version.regulation, day=DAY) is None


@pytest.mark.parametrize("profile", ["fr", "ronr", "uk"])
def test_bylaws_govern_on_adoption_where_no_rule_has_them_wait(profile):
    version = adopted(profile)
    assert (version.effective_on, versions.awaits_approval(version)) == (DAY, False)
    assert versions.version_on(regulation=version.regulation, day=DAY) == version


@pytest.mark.parametrize("profile", ["cn", "de", "fr", "ronr", "uk"])
def test_other_texts_govern_on_adoption_everywhere(profile):
    version = adopted(profile, RegulationKind.FINANCIAL_RULES)
    assert (version.effective_on, versions.awaits_approval(version)) == (DAY, False)


def test_text_whose_approval_was_waived_governs_on_adoption():
    regulation = make_regulation()
    regulation.needs_approval = False
    assert not governs_only_when_approved(regulation, day=DAY)
