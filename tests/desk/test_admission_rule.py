"""The public notice of an application, by the bylaws of the example."""

from __future__ import annotations

from datetime import date

from django.test import Client

from members.domain.admitting import public_notice
from members.enums import ApplicationState
from members.models import User
from tests.factories.applications import bring_to

DAY = date(2026, 12, 18)


def test_bylaws_say_for_how_long_a_notice_runs(example):
    rule = public_notice.notice_rule_on(DAY)

    assert rule is not None
    assert rule.value == 5
    assert "第十三条第一款第二项" in rule.citation.zh
    assert "art. 13" in rule.citation.en


def test_page_shows_the_rule_beside_the_days(example):
    application = bring_to(ApplicationState.SUBMITTED)
    client = Client(headers={"accept-language": "en"})
    client.force_login(User.objects.filter(roles__role="secretariat").order_by("email")[0])

    page = client.get(f"/members/applications/{application.pk}/notice/").content.decode()
    short = client.post(
        f"/members/applications/{application.pk}/notice/", {"from_on": DAY, "days": 4}
    )

    assert 'name="days" value="5"' in page
    assert "art. 13" in page
    assert short.status_code == 400
    assert "The rules ask for 5 days of public notice" in short.content.decode()
