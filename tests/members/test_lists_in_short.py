"""Lists take short cuts in a large register, and find and count what the long way would."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.domain import listing, register
from members.domain.importing import imports
from members.filters import MOST_AT_ONCE, FirmFilter
from members.models import Firm, Membership, Person, Standing
from records.fields import Translated, holds
from tests.bench import register as bench
from tests.factories.members import (
    AT,
    make_class,
    make_code,
    make_firm,
    make_membership,
    make_person,
    make_representative,
)
from tests.members.test_imports import GOOD, csv_of
from tests.members.test_register import suspend

pytestmark = pytest.mark.django_db


def found(text: str) -> list[str]:
    day = timezone.localdate()
    rows = FirmFilter({"search": text}, queryset=listing.memberships_on(day), day=day)
    return list(rows.qs.values_list("number", flat=True))


def test_search_text_follows_each_way_of_writing_a_firm() -> None:
    firm = make_firm(zh="甲厂", en="Works A", code=make_code(77), number="N1")
    Firm.objects.filter(pk=firm.pk).update(name=Translated(zh="乙厂"))
    assert (found("甲厂"), found("works a"), found("乙厂")) == ([], [], ["N1"])

    firm.refresh_from_db()
    firm.legal_representative = "武国栋"
    firm.save()
    assert found("国栋") == ["N1"]

    make_class()
    batch = imports.stage_import(content=csv_of(GOOD), name="firms.csv", by=None, at=AT)
    imports.apply_import(batch=batch, by=None, at=AT)
    for other in Firm.objects.exclude(pk=firm.pk):
        assert found(other.name.zh) == [other.membership.number]


def test_search_text_of_a_person_goes_with_the_name() -> None:
    acting = make_representative(
        firm=make_firm(number="N1"), person=make_person(zh="武国栋", en="Wu Guodong")
    )
    Person.objects.filter(pk=acting.person.pk).update(name=Translated())
    assert (found("武国"), found("guodong")) == ([], [])


@pytest.mark.parametrize("text", ["%", "_", "\\", "a\nb", "甲厂 works"])
def test_signs_of_a_pattern_are_only_signs(text: str) -> None:
    make_firm(zh="甲厂", en="Works A", number="N1")
    assert found(text) == []


def test_nothing_is_found_across_two_fields() -> None:
    make_firm(zh="甲", en="B", number="N1")
    assert not Firm.objects.filter(holds("found_by", "甲b")).exists()


def test_search_that_finds_more_than_a_query_may_name_finds_all(client, secretary) -> None:
    bench.fill(MOST_AT_ONCE + 30)
    make_firm(zh="另一家", number="N1")

    many = found("晋东")

    members = Membership.objects.select_related("firm").order_by("number")
    assert many == [each.number for each in members if "晋东" in each.firm.name.zh]
    assert len(many) > MOST_AT_ONCE
    page = client.get(reverse("members:firms"), {"search": "晋东", "page": "2"})
    assert page.context["table"].paginator.count == len(many)
    rows = [row.record.number for row in page.context["table"].paginated_rows]
    assert rows == many[50:100]


def test_search_that_finds_nothing_says_so(client, secretary) -> None:
    make_firm()
    page = client.get(reverse("members:firms"), {"search": "nobody"})
    assert page.context["table"].paginator.count == 0


def figures(day: date) -> dict[str, int]:
    return {figure.query: figure.number for figure in listing.figures_on(day)}


def test_figures_follow_each_act_on_the_register() -> None:
    day = timezone.localdate()
    council, ordinary = make_class("council", rank=3), make_class("ordinary")
    by = {"by": None, "at": AT}
    first, second = make_membership(member_class=ordinary), make_membership(member_class=council)
    of_ordinary = f"status=active&member_class={ordinary.pk}"
    of_council = f"status=active&member_class={council.pk}"
    assert figures(day) == {"": 2, "status=active": 2, of_council: 1, of_ordinary: 1}

    register.change_class(
        membership=first, member_class=council, from_on=day, reason="", source="2026-9", **by
    )
    assert figures(day) == {"": 2, "status=active": 2, of_council: 2, of_ordinary: 0}

    suspend(second)
    assert figures(day) == {
        "": 2,
        "status=active": 1,
        "status=suspended": 1,
        of_council: 1,
        of_ordinary: 0,
    }


def test_figures_of_a_day_leave_out_who_joins_later_and_name_who_has_no_standing() -> None:
    day = timezone.localdate()
    council = make_class("council", rank=3)
    make_membership(member_class=council, joined_on=day + timedelta(days=9))
    bare = make_membership(member_class=council)
    assert figures(day)[f"status=active&member_class={council.pk}"] == 1

    Standing.objects.filter(membership=bare).delete()
    listing.cache.clear()

    counted = figures(day)
    assert (counted[""], counted["status=active"]) == (1, 0)
    assert counted[f"status=active&member_class={council.pk}"] == 0
    assert Membership.objects.count() == 2


@pytest.mark.parametrize("sort", ["name", "trade", "district", "representative_name", "status"])
def test_list_is_sorted_by_any_column_both_ways(client, secretary, sort: str) -> None:
    for zh, trade, place, who in (("甲", "dealer", "东", "丁"), ("乙", "repair", "西", "武")):
        firm = make_firm(zh=zh, trade=trade, district=Translated(zh=place, en=place))
        make_representative(firm=firm, person=make_person(zh=who))
        if zh == "乙":
            suspend(firm.membership)

    def order(column: str) -> list[str]:
        page = client.get(reverse("members:firms"), {"sort": column})
        return [row.record.name.zh for row in page.context["table"].paginated_rows]

    assert order(sort) == order(f"-{sort}")[::-1]
    assert set(order(sort)) == {"甲", "乙"}
