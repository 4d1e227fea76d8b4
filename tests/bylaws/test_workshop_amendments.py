"""An amendment on its pages: discussed, its rules set, led to the vote."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bylaws.choices import AmendmentState
from bylaws.domain.amendments import amending, commenting, editing
from bylaws.enums import ProvisionKind
from bylaws.models import Amendment, Comment
from records.models import LogEntry
from tests.bylaws.workshop import (
    TEXT,
    consult,
    editor,
    ids,
    page_of,
    queries_of,
    replace,
    shown,
)
from tests.factories.texts import (
    AT,
    bring_into_force,
    make_amendment,
    make_regulation,
    make_version,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def base():
    return bring_into_force(make_version(make_regulation(), TEXT), date(2021, 4, 15))


@pytest.fixture
def amendment(base):
    return make_amendment(base)


def main_of(response):
    return response.content.decode().partition("<main")[2]


def test_reason_and_unit_are_kept_and_a_change_is_taken_back(office, amendment):
    replace(amendment, 1, "新。")
    change = amendment.changes.get()
    address = reverse("bylaws:change", args=[change.pk])

    office.post(
        address, {"reason_zh": "与法律一致。", "reason_en": "", "unit": "3", "revision": "1"}
    )

    change.refresh_from_db()
    assert (change.reason.zh, change.unit) == ("与法律一致。", 3)
    assert "与法律一致。" in office.get(page_of(amendment)).content.decode()
    office.post(address, {"drop": "", "revision": "1"})
    assert amendment.changes.count() == 1
    office.post(address, {"drop": "", "revision": "2"})
    assert amendment.changes.count() == 0
    replace(amendment, 1, "新。")
    wrong = {"reason_zh": "", "unit": "0", "revision": "4"}
    page = office.post(
        reverse("bylaws:change", args=[amendment.changes.get().pk]), wrong, follow=True
    )
    assert "a number from 1 on" in page.content.decode()


def test_lost_reference_stands_in_the_way_of_the_vote(office, amendment):
    third = ids(amendment.base)[-1]
    act = reverse("bylaws:provision_act", args=[amendment.pk, third])
    office.post(act, {"repeal": "", "revision": "0"})

    page = office.get(page_of(amendment)).content.decode()
    refused = office.post(
        reverse("bylaws:amendment_step", args=[amendment.pk, "submit"]), follow=True
    )

    assert "“第三条” would name what is not there any more" in page
    assert "would name what is not there any more; mend them first" in refused.content.decode()
    amendment.refresh_from_db()
    assert amendment.state == AmendmentState.DRAFT


def test_rule_that_the_words_changed_is_set_on_the_page(office, base, amendment):
    third = ids(base)[-1]
    old = {"base": "entitled", "num": 2, "den": 3, "comparison": "ge"}
    base.parameters.create(key="council.quorum", value=old, provision=third, quote="三分之二以上")
    replace(amendment, -1, "理事会会议须有四分之三以上理事出席。")
    page = office.get(page_of(amendment)).content.decode()
    link = reverse("bylaws:amendment_rule", args=[amendment.pk]) + "?key=council.quorum"
    assert link in page

    form = office.get(link).context["form"]
    assert (form["num"].value(), form["den"].value(), form["quote"].value()) == (
        3,
        4,
        "四分之三以上",
    )
    data = {"num": "3", "den": "4", "base": "entitled", "comparison": "ge", "revision": "1"}
    office.post(link, {**data, "provision": str(third), "quote": "四分之三以上"})

    amendment.refresh_from_db()
    assert amendment.parameters == [
        {
            "key": "council.quorum",
            "value": {"num": 3, "den": 4, "base": "entitled", "comparison": "ge"},
            "provision": str(third),
            "quote": "四分之三以上",
        }
    ]
    after = office.get(page_of(amendment)).content.decode()
    assert "Rules that it changes" in after
    assert "says “四分之三以上”" not in after
    office.post(link, {"drop": "", "provision": str(third), "revision": "2"})
    amendment.refresh_from_db()
    assert amendment.parameters[0]["value"] is None
    wrong = office.post(
        link, {**data, "provision": str(third), "quote": "不在条文", "revision": "3"}
    )
    told = wrong.context["form"].non_field_errors()
    assert told == ["The provision does not say “不在条文”. Copy the words from it."]


@pytest.mark.parametrize(
    ("key", "data", "value"),
    [
        ("council.max_share", {"num": "1", "den": "3"}, {"num": 1, "den": 3}),
        ("assembly.notice_days", {"value": "15"}, 15),
        ("council.remote", {"value": "yes"}, True),
        ("assembly.dues_standard.method", {"value": "secret"}, "secret"),
        ("assembly.unit", {"value": "firm"}, "firm"),
    ],
)
def test_every_kind_of_rule_has_its_form(office, base, key, data, value):
    address = reverse("bylaws:version_rules", args=[base.pk]) + f"?key={key}"
    place = {"provision": str(ids(base)[1]), "quote": "甲乙丙"}

    office.post(address, {**data, **place})

    assert base.parameters.get().value == value
    form = office.get(address).context["form"]
    assert {name: str(form[name].value()) for name in data} == data


def test_rule_is_chosen_by_its_name(office, base, amendment):
    for name, row in (("amendment_rule", amendment), ("version_rules", base)):
        address = reverse(f"bylaws:{name}", args=[row.pk])
        page = office.get(address).content.decode()
        assert '<option value="council.quorum">council · quorum</option>' in page
        assert 'name="quote"' not in page
        assert 'name="quote"' in office.get(f"{address}?key=council.quorum").content.decode()
        assert 'name="quote"' not in office.get(f"{address}?key=lottery").content.decode()


def test_rule_of_no_provision_is_dropped_without_one(office, amendment):
    link = reverse("bylaws:amendment_rule", args=[amendment.pk]) + "?key=council.quorum"

    office.post(link, {"drop": "", "provision": "none", "revision": str(amendment.revision)})

    amendment.refresh_from_db()
    assert [row["value"] for row in amendment.parameters] == [None]


def test_phrases_of_the_text_suggest_its_rules(office, base):
    page = office.get(reverse("bylaws:version_rules", args=[base.pk]))

    assert [row["key"] for row in page.context["suggested"]] == ["council.quorum"]
    form = office.get(
        reverse("bylaws:version_rules", args=[base.pk]) + "?key=council.quorum"
    ).context["form"]
    assert (form["num"].value(), form["quote"].value()) == (2, "三分之二以上")


def test_way_to_the_vote_and_back(office, amendment):
    def step(name, **data):
        office.post(reverse("bylaws:amendment_step", args=[amendment.pk, name]), data)
        amendment.refresh_from_db()
        return amendment.state

    assert step("submit") == "draft"
    replace(amendment, 1, "新。")
    assert step("consult") == "draft"
    assert step("consult", until=str(timezone.localdate() - timedelta(days=1))) == "draft"
    until = str(timezone.localdate() + timedelta(days=5))
    assert step("consult", until=until) == "consultation"
    assert step("submit") == "submitted"
    assert "Edit the text" not in office.get(page_of(amendment)).content.decode()
    assert office.post(editor(amendment, ids(amendment.base)[1]), {"text": "改。"}).status_code
    assert shown(amendment)[1] == "第一条 新。"
    assert step("draft") == "draft"
    assert step("withdraw") == "withdrawn"
    unknown = reverse("bylaws:amendment_step", args=[amendment.pk, "adopt"])
    assert office.post(unknown).status_code == 404


def test_members_comment_while_it_is_open_and_are_answered(visit, office, amendment):
    replace(amendment, 1, "新。")
    member, auditor = visit("member"), visit("auditor")
    assert member.get(page_of(amendment)).status_code == 404
    consult(amendment)
    page = member.get(page_of(amendment)).content.decode()
    assert "Send the comment" in page
    assert "Take it back" not in page

    first = ids(amendment.base)[1]
    comment = reverse("bylaws:comment", args=[amendment.pk])
    member.post(comment, {"provision": str(first), "text": "建议保留原文。"})
    member.post(comment, {"provision": "", "text": "总体赞成。"})
    assert member.post(comment, {"provision": "", "text": " "}).status_code == 302
    assert auditor.post(comment, {"text": "不应当。"}).status_code == 404

    one, other = Comment.objects.order_by("made_at")
    assert (one.provision, other.provision) == (first, None)
    answer = reverse("bylaws:comment_answer", args=[one.pk])
    assert member.post(answer, {"answer": "自答。"}).status_code == 404
    office.post(answer, {"answer": "已采纳。"})
    office.post(answer, {"answer": " "})
    for client in (member, auditor, office):
        seen = client.get(page_of(amendment)).content.decode()
        assert [words in seen for words in ("建议保留原文。", "总体赞成。", "已采纳。")] == [
            True
        ] * 3
    amending.go_to(amendment=amendment, state=AmendmentState.DRAFT, by=None, at=AT)
    assert member.post(comment, {"text": "迟到。"}).status_code == 404
    assert Comment.objects.count() == 2


def test_comment_after_the_last_day_is_refused(visit, amendment):
    replace(amendment, 1, "新。")
    yesterday = timezone.localdate() - timedelta(days=1)
    amending.go_to(
        amendment=amendment, state=AmendmentState.CONSULTATION, until=yesterday, by=None, at=AT
    )

    page = visit("member").post(
        reverse("bylaws:comment", args=[amendment.pk]), {"text": "迟到。"}, follow=True
    )

    assert "the time for them is over" in page.content.decode()
    assert not Comment.objects.exists()


def test_amendment_is_opened_on_a_version_and_renamed(office, base):
    address = reverse("bylaws:amend", args=[base.pk])
    facts = {"title_zh": "修正案", "title_en": "", "label_zh": "2026年版", "label_en": ""}
    assert office.post(address, {}).status_code == 200

    answer = office.post(address, {**facts, "proposer": "理事会"})

    amendment = Amendment.objects.get()
    assert answer["Location"] == reverse("bylaws:amendment_text", args=[amendment.pk])
    edit = reverse("bylaws:amendment_edit", args=[amendment.pk])
    office.post(edit, {**facts, "title_zh": "第二修正案", "proposer": "监事会"})
    amendment.refresh_from_db()
    assert (amendment.title.zh, amendment.proposer) == ("第二修正案", "监事会")
    assert LogEntry.objects.filter(event="amendment_renamed").count() == 1


@pytest.mark.parametrize("page", ["amendment_edit", "amendment_rule"])
def test_amendment_fixed_for_the_vote_offers_no_form(office, amendment, page):
    replace(amendment, 1, "甲乙丙，丁戊庚。")
    address = reverse(f"bylaws:{page}", args=[amendment.pk]) + "?key=council.quorum"
    assert ' name="csrfmiddlewaretoken"' in main_of(office.get(address))

    office.post(reverse("bylaws:amendment_step", args=[amendment.pk, "submit"]))

    fixed = main_of(office.get(address))
    assert "It is fixed and cannot be edited any more." in fixed
    assert ' name="csrfmiddlewaretoken"' not in fixed


def test_version_and_regulation_lead_to_the_workshop(visit, office, base, amendment):
    version = reverse("bylaws:version", args=[base.pk])
    regulation = reverse("bylaws:regulation", args=[base.regulation_id])
    listed = reverse("bylaws:regulations")
    member = visit("member")

    for address in (regulation, listed):
        assert page_of(amendment) in office.get(address).content.decode()
        assert page_of(amendment) not in member.get(address).content.decode()
    assert reverse("bylaws:amend", args=[base.pk]) in office.get(version).content.decode()
    assert reverse("bylaws:amend", args=[base.pk]) not in member.get(version).content.decode()
    consult(amendment)
    for address in (regulation, listed):
        assert page_of(amendment) in member.get(address).content.decode()


def filled(base, count):
    """An amendment with so many changes, comments and rivals."""
    amendment = make_amendment(base)
    for number in range(count):
        editing.insert_provision(
            amendment=amendment,
            after=None,
            kind=ProvisionKind.ARTICLE,
            text=f"新{number}，依照第三条。",
            revision=number,
            by=None,
            at=AT,
        )
        amendment.refresh_from_db()
    return amendment


def test_queries_do_not_grow_with_changes_and_comments(office, base):
    counts = []
    for number in (1, 3):
        amendment = filled(base, number)
        consult(amendment)
        for turn in range(number):
            commenting.add_comment(
                amendment=amendment,
                text=f"意见{turn}",
                author_name="丁一",
                by=amendment,
                at=AT,
                day=timezone.localdate(),
                provision=ids(base)[1],
            )
        pages = [page_of(amendment, view=view) for view in ("changes", "side", "checks")]
        pages += [
            reverse("bylaws:amendment_text", args=[amendment.pk]),
            editor(amendment, ids(base)[1]),
        ]
        counts.append([queries_of(office, address) for address in pages])
        amending.go_to(amendment=amendment, state=AmendmentState.WITHDRAWN, by=None, at=AT)

    assert counts[0] == counts[1]


def test_queries_do_not_grow_with_the_amendments(office, base):
    pages = [reverse("bylaws:regulations"), reverse("bylaws:regulation", args=[base.regulation_id])]
    counts = []
    for number in (1, 2):
        for _turn in range(number):
            make_amendment(base)
        counts.append([queries_of(office, address) for address in pages])

    assert counts[0] == counts[1]
