"""Texts decided in the past, the settings of a text, and what an editor's numbers mean."""

from datetime import date

import pytest

from bylaws.domain import chain, past_versions, regulating, stored
from bylaws.domain.amendments import amending, editing
from bylaws.domain.parameters import BylawsParameter
from bylaws.domain.text.derive import identify
from bylaws.domain.text.provisions import parse, render
from bylaws.enums import ProvisionKind
from bylaws.errors import HistoryUntimely, NothingChanged, RegulationInvalid
from bylaws.models import Version
from records.fields import Translated
from records.models import Decision, LogEntry
from tests.factories.texts import (
    AT,
    bring_into_force,
    make_amendment,
    make_regulation,
    make_version,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 18)
TEXT = "第一条 甲。\n第二条 会员大会须有三分之二以上会员出席。"
RULE = BylawsParameter(
    key="assembly.quorum",
    value={"base": "entitled", "num": 2, "den": 3, "comparison": "ge"},
    article_ref="第二条",
    quote="三分之二以上",
)


def past(adopted, approved=None, effective=None):
    return past_versions.Past(
        adopted_on=adopted,
        adopted_by=Translated(zh="会员大会", en="General assembly"),
        adoption_reference="决议1号",
        approved_on=approved,
        approval_reference="核准1号" if approved else "",
        effective_on=effective,
    )


def record(regulation, days, text=TEXT):
    neighbour = past_versions.neighbour_of(regulation, days.adopted_on)
    before = stored.provisions_of(neighbour) if neighbour else ()
    return past_versions.record_past_version(
        regulation=regulation,
        provisions=identify(before, parse(text)),
        label=Translated(zh=str(days.adopted_on.year), en=str(days.adopted_on.year)),
        past=days,
        by=None,
        at=AT,
        today=TODAY,
    )


def test_past_version_is_recorded_with_its_decisions():
    regulation = make_regulation()

    version = record(regulation, past(date(2019, 6, 28), date(2019, 8, 1), date(2019, 8, 2)))

    decisions = Decision.objects.order_by("decided_on").values_list(
        "kind", "decided_on", "reference"
    )
    assert list(decisions) == [
        ("adoption", date(2019, 6, 28), "决议1号"),
        ("approval", date(2019, 8, 1), "核准1号"),
    ]
    assert version.effective_on == date(2019, 8, 2)
    events = LogEntry.objects.filter(stream__name="bylaws").values_list("event", flat=True)
    assert list(events)[-4:] == [
        "version_recorded",
        "version_adopted",
        "version_approved",
        "past_version_recorded",
    ]


def test_text_that_waits_for_approval_is_not_in_force():
    version = record(make_regulation(), past(date(2019, 6, 28)))

    assert (version.adoption.decided_on, version.effective_on) == (date(2019, 6, 28), None)


def test_text_without_approval_holds_from_its_day():
    regulation = make_regulation("financial_rules")

    one = record(regulation, past(date(2019, 6, 28)))
    other = record(regulation, past(date(2020, 6, 28), effective=date(2020, 7, 1)), "第一条 乙。")

    assert [one.effective_on, other.effective_on] == [date(2019, 6, 28), date(2020, 7, 1)]


def test_version_before_by_day_is_the_base_and_its_rules_are_carried():
    regulation = make_regulation()
    first = record(regulation, past(date(2015, 5, 1), date(2015, 6, 1), date(2015, 6, 1)))
    first.parameters.create(
        key=RULE.key,
        value=RULE.value,
        provision=stored.provisions_of(first)[1].identity,
        quote=RULE.quote,
    )
    second = record(
        regulation,
        past(date(2019, 5, 1), date(2019, 6, 1), date(2019, 6, 1)),
        TEXT + "\n第三条 丙。",
    )
    third = record(
        regulation,
        past(date(2023, 5, 1), date(2023, 6, 1), date(2023, 6, 1)),
        TEXT.replace("三分之二", "四分之三"),
    )

    assert [second.base, third.base] == [first, second]
    assert [list(v.parameters.values_list("key", "quote")) for v in (second, third)] == [
        [("assembly.quorum", "三分之二以上")],
        [],
    ]
    assert chain.breaks(regulation) == []


def test_older_text_that_comes_later_shares_identities_with_what_followed_it():
    regulation = make_regulation()
    later = record(regulation, past(date(2019, 5, 1), date(2019, 6, 1), date(2019, 6, 1)))
    earlier = record(
        regulation, past(date(2015, 5, 1), date(2015, 6, 1), date(2015, 6, 1)), "第一条 甲。"
    )

    assert earlier.base is None
    assert stored.provisions_of(earlier)[0].id == stored.provisions_of(later)[0].id


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ((date(2027, 1, 1), None, None), "do not lie ahead"),
        ((date(2019, 6, 28), date(2019, 6, 1), date(2019, 7, 1)), "not approved before"),
        ((date(2019, 6, 28), date(2019, 8, 1), date(2019, 7, 1)), "does not take effect before"),
        ((date(2019, 6, 28), date(2019, 8, 1), None), "both the day of approval"),
        ((date(2019, 6, 28), None, date(2019, 8, 1)), "both the day of approval"),
    ],
)
def test_days_that_contradict_each_other_are_refused_and_nothing_is_written(days, told):
    regulation = make_regulation()

    with pytest.raises(HistoryUntimely, match=told):
        record(regulation, past(*days))

    assert (Version.objects.count(), Decision.objects.count()) == (0, 0)


def test_approval_of_a_text_that_needs_none_is_refused():
    with pytest.raises(HistoryUntimely, match="needs no approval"):
        record(
            make_regulation("report"), past(date(2019, 6, 28), date(2019, 8, 1), date(2019, 8, 1))
        )


def test_two_texts_of_one_day_are_refused_and_the_same_text_is_one():
    regulation = make_regulation()
    first = record(regulation, past(date(2019, 6, 28)))

    assert record(regulation, past(date(2019, 6, 28))) == first
    with pytest.raises(HistoryUntimely, match="Another text"):
        record(regulation, past(date(2019, 6, 28)), "第一条 丁。")
    assert (Version.objects.count(), Decision.objects.count()) == (1, 1)


def test_changed_settings_are_logged_and_unchanged_ones_are_not():
    regulation = make_regulation()
    old = regulating.settings_of(regulation)
    new = regulating.Settings(
        title=Translated(zh="协会章程", en="Bylaws"),
        matter="bylaws",
        needs_approval=False,
        is_public=True,
        frozen_numbers=False,
    )

    for settings in (old, new, new):
        regulation = regulating.change_settings(
            regulation=regulation, settings=settings, by=None, at=AT
        )

    entry = LogEntry.objects.get(event="regulation_changed")
    assert entry.payload["changed"] == {
        "title": [{"zh": "章程", "en": "Bylaws"}, {"zh": "协会章程", "en": "Bylaws"}],
        "needs_approval": [True, False],
    }
    assert regulating.settings_of(regulation) == new


@pytest.mark.parametrize(("title", "matter"), [("", "bylaws"), ("章程", "lottery")])
def test_settings_that_no_rule_knows_are_refused(title, matter):
    settings = regulating.Settings(Translated(zh=title), matter, True, True, False)

    with pytest.raises(RegulationInvalid):
        regulating.change_settings(regulation=make_regulation(), settings=settings, by=None, at=AT)


@pytest.fixture
def amendment():
    text = "第一条 甲。\n第二条 依照第三条。\n第三条 丙。"
    return make_amendment(bring_into_force(make_version(make_regulation(), text), TODAY))


def shown(amendment):
    return render(amending.preview(amendment).provisions).split("\n")


def insert(amendment, after, text):
    identity = editing.insert_provision(
        amendment=amendment,
        after=after,
        kind=ProvisionKind.ARTICLE,
        text=text,
        revision=amendment.revision,
        by=None,
        at=AT,
    )
    amendment.refresh_from_db()
    return identity


def replace(amendment, provision, text):
    return editing.replace_provision(
        amendment=amendment,
        provision=provision,
        text=text,
        revision=amendment.revision,
        by=None,
        at=AT,
    )


def test_number_in_an_edited_text_is_that_of_the_amended_text(amendment):
    first, second, _third = stored.provisions_of(amendment.base)
    new = insert(amendment, first.identity, "新的一条，依照第三条。")
    assert shown(amendment)[1:] == [
        "第二条 新的一条，依照第四条。",
        "第三条 依照第四条。",
        "第四条 丙。",
    ]

    amendment = replace(amendment, second.identity, "依照第二条和第四条办理。")
    insert(amendment, first.identity, "再新的一条。")

    assert shown(amendment)[3:] == ["第四条 依照第二条和第五条办理。", "第五条 丙。"]
    assert replace(amendment, new, "改，见第五条。") == amendment
    assert shown(amendment)[1] == "第二条 改，见第五条。"


def test_text_with_its_conforming_numbers_takes_the_change_back(amendment):
    first, second, _third = stored.provisions_of(amendment.base)
    insert(amendment, first.identity, "新的一条。")
    amendment = replace(amendment, second.identity, "依照第四条办理。")

    amendment = replace(amendment, second.identity, "依照第四条。")

    assert amendment.changes.count() == 1


def test_relative_words_of_a_new_article_look_from_where_it_stands(amendment):
    first, _second, third = stored.provisions_of(amendment.base)
    insert(amendment, third.identity, "依照前条办理。")
    insert(amendment, third.identity, "又一条。")

    assert shown(amendment)[-2:] == ["第四条 依照前条办理。", "第五条 又一条。"]
    editing.move_provision(
        amendment=amendment,
        provision=third.identity,
        after=first.identity,
        revision=amendment.revision,
        by=None,
        at=AT,
    )
    assert shown(amendment)[1:4] == [
        "第二条 丙。",
        "第三条 依照第二条。",
        "第四条 依照第二条办理。",
    ]


def test_empty_text_is_refused(amendment):
    with pytest.raises(NothingChanged, match="without text"):
        replace(amendment, stored.provisions_of(amendment.base)[0].identity, " \n ")
    with pytest.raises(NothingChanged, match="Write"):
        insert(amendment, None, " ")
