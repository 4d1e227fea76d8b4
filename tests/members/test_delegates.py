"""Delegates' mandates: entered, ended, read from a file, found, seen on the roll."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assemblies.domain.convening.delegates import meet_by_delegates
from assemblies.domain.convening.roll import freeze_assembly_roll
from members.domain import delegates, mandates
from members.domain.importing import imports
from members.enums import BodyKind, ImportSubject
from members.errors import DelegateForNobody
from members.models import Delegation, ImportBatch, Mandate, Person, Term
from tests.factories.assemblies import RECORD_ON, SENT_AT, make_assembly, make_secretary
from tests.factories.members import make_body, make_person, make_representative

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
FROM = date(2026, 3, 1)


def make_term() -> Term:
    body = make_body(BodyKind.GENERAL_ASSEMBLY)
    return Term.objects.create(body=body, number=4, from_on=date(2026, 1, 1))


def named(term: Term, person: Person, **more: object) -> Mandate:
    told: dict[str, object] = {
        "firm": None,
        "constituency": "柏川县",
        "from_on": FROM,
        "source": "柏川县推选会议记录",
    }
    return delegates.name_delegate(term=term, person=person, **(told | more), by=None, at=AT)  # type: ignore[arg-type]


def test_delegate_stands_for_a_member_or_a_constituency_and_is_entered_once() -> None:
    term, who = make_term(), make_person()
    with pytest.raises(DelegateForNobody):
        named(term, who, constituency=" ")
    held = named(term, who, constituency=" 柏川县  汽修组 ")
    assert named(term, who, constituency="柏川县 汽修组") == held
    assert (held.source, Delegation.objects.get().constituency) == (
        "柏川县推选会议记录",
        "柏川县 汽修组",
    )


def test_constituency_outlasts_the_end_of_the_mandate() -> None:
    term, who = make_term(), make_person()
    held = named(term, who)
    mandates.end_mandate(
        mandate=held, on=date(2026, 9, 1), reason="辞去", source="信", by=None, at=AT
    )
    assert delegates.delegates_of(term, day=date(2026, 9, 1)) == []
    [over] = delegates.delegates_of(term, day=date(2026, 9, 1), former=True)
    assert (over.constituency, over.mandate.reason) == ("柏川县", "辞去")


def test_search_finds_persons_firms_and_constituencies() -> None:
    term, acting = make_term(), make_representative()
    named(term, acting.person, firm=acting.firm, constituency="")
    named(term, make_person(zh="牛甲", en="Niu Jia"))

    def found(query: str) -> int:
        return len(delegates.delegates_of(term, day=FROM, query=query))

    assert [found(words) for words in ("", "niu", "柏川", acting.firm.name.zh, "nobody")] == [
        2,
        1,
        1,
        1,
        0,
    ]


def test_roll_of_an_assembly_of_delegates_tells_who_elected_them() -> None:
    assembly = make_assembly()
    acting = make_representative()
    told = {"from_on": RECORD_ON, "by": None, "at": SENT_AT, "source": "会议"}
    delegates.name_delegate(
        term=assembly.term, person=make_person(), firm=None, constituency="柏川县", **told
    )
    delegates.name_delegate(
        term=assembly.term, person=acting.person, firm=acting.firm, constituency="", **told
    )
    meet_by_delegates(assembly=assembly, by_delegates=True, by=None, at=SENT_AT)
    roll = freeze_assembly_roll(assembly=assembly, record_on=RECORD_ON, by=None, at=SENT_AT)
    posts = [entry.post.zh for entry in roll.entries.order_by("position")]
    assert posts == ["会员代表（柏川县）", "会员代表"]


def stage(text: str) -> ImportBatch:
    return imports.stage_import(
        content=text.encode(), name="d.csv", subject=ImportSubject.DELEGATES, by=None, at=AT
    )


def test_file_enters_delegates_and_people_who_are_not_on_record_and_is_taken_back() -> None:
    term, acting = make_term(), make_representative()
    number = acting.firm.membership.number
    batch = stage(
        "姓名,会员编号,选区,依据\n"
        f"{acting.person.name.zh},{number},,会议记录\n"
        "新人,,榆泉县,榆泉县会议\n"
    )
    assert (batch.faults, batch.effects["counts"]["new"]) == ([], 2)
    imports.apply_import(batch=batch, from_on=FROM, by=None, at=AT)
    rows = delegates.delegates_of(term, day=FROM)
    assert [(row.mandate.person.name.zh, row.constituency, row.mandate.source) for row in rows] == [
        (acting.person.name.zh, "", "会议记录"),
        ("新人", "榆泉县", "榆泉县会议"),
    ]
    assert rows[0].mandate.firm == acting.firm
    imports.roll_back_import(batch=batch, by=None, at=AT)
    assert delegates.delegates_of(term, day=FROM) == []
    assert Person.objects.filter(name__zh="新人").count() == 1


def test_faults_of_a_file_are_told_by_row() -> None:
    term, known = make_term(), make_person(zh="牛甲", en="Niu Jia")
    named(term, known)
    make_person(zh="马乙", en="Ma Yi")
    make_person(zh="马乙", en="Ma Yi")
    batch = stage(
        "姓名,会员编号,选区,起始日期,截止日期\n"
        "牛甲,,柏川县,,\n"
        "马乙,,柏川县,,\n"
        "丁一,XX99,,,\n"
        "王二,,柏川县,2026-05-01,2026-04-01\n"
        "王三,,,,\n"
        "赵四,,柏川县,,\n"
        "赵四,,柏川县,,\n"
    )
    assert [(fault["row"], fault["code"]) for fault in batch.faults] == [
        (2, "delegate_known"),
        (3, "person_ambiguous"),
        (4, "firm_unknown"),
        (5, "days_reversed"),
        (6, "missing"),
        (8, "row_repeated"),
    ]


def test_file_without_a_term_of_the_assembly_has_a_fault_in_each_row() -> None:
    assert [fault["code"] for fault in stage("姓名,选区\n新人,柏川县\n").faults] == ["no_term"]


def test_pages_enter_list_and_end_a_mandate() -> None:
    term, who = make_term(), make_person(zh="牛甲", en="Niu Jia")
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    page = reverse("members:delegates")
    assert "Nobody holds a delegate" in client.get(page).content.decode()
    today = timezone.localdate()
    data = {
        "term": term.pk,
        "person": who.pk,
        "from_on": today.isoformat(),
        "source": "Minutes of the district",
    }
    refused = client.post(reverse("members:delegate_add"), data)
    assert "Say for which member" in refused.content.decode()
    data["constituency"] = "柏川县"
    assert client.post(reverse("members:delegate_add"), data).url == page
    told = client.get(page).content.decode()
    for words in ("Niu Jia", "柏川县", "Minutes of the district", "1 constituency"):
        assert words in told
    end = reverse("members:mandate_end", args=[Mandate.objects.get().pk])
    left = {"on": (today + timedelta(days=1)).isoformat(), "reason": "Left"}
    assert client.post(end, left).url == page


def test_without_a_term_the_page_leads_to_entering_one() -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    assert (
        "No term of the general assembly"
        in client.get(reverse("members:delegates")).content.decode()
    )
    assert client.get(reverse("members:delegate_add")).url == reverse("members:term_open")
