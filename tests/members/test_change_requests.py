"""What firms ask to have changed, and what the secretariat makes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from members.domain import register, represent, tasks
from members.domain.asking import appointing, change_requests
from members.domain.asking.change_requests import Reach
from members.domain.personal import personal_data, request_traces
from members.domain.personal.traces import traces_of
from members.enums import RequestState
from members.errors import (
    AnswerMissing,
    LetterNotSigned,
    NothingRequested,
    PaperRefused,
    PersonOfNoFirm,
    RegisterMovedOn,
    RegistrationCodeInvalid,
    RequestIsDecided,
    RequestUnderWay,
)
from members.models import ChangeRequest, Firm, Person
from records.fields import Translated
from records.models import LogEntry
from tests.factories.members import (
    AT,
    make_code,
    make_firm,
    make_person,
    make_representative,
    make_secretary,
    make_user,
)
from tests.factories.pdf import text_of
from tests.factories.requests import (
    FROM,
    SCAN,
    make_appointment,
    make_request,
    make_scan,
    make_wish,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 18)


def edit(firm: Firm, **told: object) -> None:
    facts = replace(change_requests.facts_of(firm), **told)
    register.edit_firm(firm=firm, facts_of_firm=facts, by=None, at=AT)


def events() -> list[str]:
    return list(LogEntry.objects.order_by("pk").values_list("event", flat=True))


def approve(request: ChangeRequest) -> ChangeRequest:
    return change_requests.approve_change(request=request, by=make_secretary(), at=AT)


def accept(request: ChangeRequest, **told: object) -> ChangeRequest:
    return appointing.accept_appointment(request=request, by=make_secretary(), at=AT, **told)


def test_reach_changes_at_once_and_nothing_else_of_the_firm():
    firm = make_firm()
    before = change_requests.facts_of(firm)
    reach = Reach(phone="0555-1", email="a@firm.example", website="", postal_address="北路1号")

    changed = change_requests.change_reach(firm=firm, reach=reach, by=make_user(), at=AT)
    again = change_requests.change_reach(firm=firm, reach=reach, by=make_user(), at=AT)

    wanted = replace(
        before, phone="0555-1", email="a@firm.example", website="", postal_address="北路1号"
    )
    assert change_requests.facts_of(changed) == change_requests.facts_of(again) == wanted
    assert events().count("firm_edited") == 1


def test_request_keeps_before_and_wanted_of_what_differs():
    firm = make_firm(zh="晋东市岳峰汽车集团有限公司", en="Yuefeng")
    name = Translated(zh="晋东市岳峰控股有限公司", en="Yuefeng")

    request = make_request(firm, name=name, trade=firm.trade, address="", phone="1")

    assert (request.wanted, request.before) == (
        {"name": name},
        {"name": {"zh": "晋东市岳峰汽车集团有限公司", "en": "Yuefeng"}},
    )
    firm.refresh_from_db()
    assert firm.name.zh == "晋东市岳峰汽车集团有限公司"
    assert request.state == RequestState.OPEN
    assert request.evidence.size == len(SCAN)


def test_same_request_again_is_the_one_that_waits():
    firm = make_firm()

    first = make_request(firm, legal_representative="戊五")
    again = make_request(firm, legal_representative="戊五")

    assert first == again
    assert events().count("change_requested") == 1


def test_request_for_a_field_that_waits_already_is_refused():
    firm = make_firm()
    make_request(firm, legal_representative="戊五")
    make_request(firm, address="北路1号")

    with pytest.raises(RequestUnderWay):
        make_request(firm, legal_representative="庚七")


def test_request_for_what_is_on_record_is_refused():
    firm = make_firm()

    with pytest.raises(NothingRequested):
        make_request(firm, name=firm.name, size="")


def test_request_with_a_mistyped_code_is_refused():
    code = make_code()
    with pytest.raises(RegistrationCodeInvalid):
        make_request(make_firm(), registration_code=code[:-1] + ("0" if code[-1] != "0" else "1"))


def test_evidence_that_only_calls_itself_a_pdf_is_refused():
    with pytest.raises(PaperRefused):
        change_requests.request_change(
            firm=make_firm(),
            wanted={"address": "北路1号"},
            evidence=make_scan(b"<script>alert(1)</script>", "licence.pdf"),
            by=make_user(),
            at=AT,
        )

    assert ChangeRequest.objects.count() == 0


def test_approved_request_changes_the_register_once():
    firm = make_firm()
    request = make_request(firm, name=Translated(zh="新名", en="New"), size="small")

    approved, again = approve(request), approve(request)

    firm.refresh_from_db()
    assert (firm.name, firm.size) == (Translated(zh="新名", en="New"), "small")
    assert (approved.state, again.state) == (RequestState.APPROVED, RequestState.APPROVED)
    assert approved.decided_at == AT
    assert events().count("firm_edited") == 1


def test_request_is_not_approved_over_what_changed_meanwhile_and_both_are_shown():
    firm = make_firm()
    edit(firm, legal_representative="丁四")
    request = make_request(Firm.objects.get(), legal_representative="戊五", address="北路1号")
    edit(Firm.objects.get(), legal_representative="庚七", address="北路1号")

    with pytest.raises(RegisterMovedOn) as refused:
        approve(request)

    firm.refresh_from_db()
    shown = change_requests.differences(request, firm)
    assert [(each.before, each.now, each.wanted, each.moved_on) for each in shown] == [
        ("丁四", "庚七", "戊五", True),
        # What somebody entered already as it is wanted is no conflict.
        ("", "北路1号", "北路1号", False),
    ]
    assert firm.legal_representative == "庚七"
    assert refused.value.context == {"fields": "法定代表人"}


def test_refused_request_says_why_and_leaves_the_register():
    firm = make_firm()
    request = make_request(firm, address="北路1号")

    with pytest.raises(AnswerMissing):
        change_requests.refuse_request(request=request, answer=" ", by=None, at=AT)
    refused = change_requests.refuse_request(request=request, answer="无证明", by=None, at=AT)

    firm.refresh_from_db()
    assert (refused.state, refused.answer, firm.address) == ("refused", "无证明", "")


@pytest.mark.parametrize("act", ["withdraw", "refuse", "approve"])
@pytest.mark.parametrize("state", ["withdrawn", "refused", "approved"])
def test_settled_request_stays_as_it_was_settled(act, state):
    request = make_request(make_firm(), address="北路1号")
    acts = {
        "withdraw": lambda: change_requests.withdraw_request(
            request=request, by=make_user(), at=AT
        ),
        "refuse": lambda: change_requests.refuse_request(
            request=request, answer="否", by=None, at=AT
        ),
        "approve": lambda: approve(request),
    }
    first = {"withdrawn": "withdraw", "refused": "refuse", "approved": "approve"}[state]
    acts[first]()

    if act == first:
        acts[act]()
    else:
        with pytest.raises(RequestIsDecided):
            acts[act]()

    request.refresh_from_db()
    assert request.state == state


def test_appointment_waits_for_the_signed_letter_then_for_the_secretariat():
    firm = make_firm()
    request = make_appointment(firm, signed=False)
    address = f"/members/requests/{request.pk}/"

    def waiting() -> list[str]:
        return [task.url for task in tasks.tasks_on(DAY) if "/requests/" in task.url]

    before = waiting()
    with pytest.raises(LetterNotSigned):
        accept(request)
    appointing.hand_in_letter(request=request, letter=make_scan(), by=make_user(), at=AT)

    assert (before, waiting()) == ([], [address])


def test_accepted_appointment_enters_a_new_person_by_the_letter():
    firm = make_firm()
    former = make_representative(firm=firm)
    request = make_appointment(firm)

    accepted = accept(request)
    accept(request)

    now = represent.voting_representative(firm, FROM)
    assert (str(now.person.name.zh), now.person.email, now.post.zh, now.letter) == (
        "己六",
        "ji.liu@firm.example",
        "副总经理",
        accepted.evidence,
    )
    assert represent.voting_representative(firm, date(2026, 12, 31)).person == former.person
    assert accepted.state == RequestState.APPROVED
    # The register has the address now; the request need not.
    assert accepted.wanted["representative"]["email"] == ""
    assert Person.objects.filter(name__zh="己六").count() == 1


def test_accepted_appointment_takes_the_person_on_record_that_the_secretariat_chose():
    firm, known = make_firm(), make_person(zh="己六", email="other@firm.example")
    request = make_appointment(firm)

    likely = list(appointing.likely_persons(request))
    accept(request, person=known)

    assert likely == [known]
    assert represent.voting_representative(firm, FROM).person == known


def test_appointment_is_not_accepted_over_another_that_came_meanwhile():
    firm = make_firm()
    request = make_appointment(firm)
    other = make_representative(firm=firm, from_on=date(2026, 12, 1))

    with pytest.raises(RegisterMovedOn):
        accept(request)

    assert represent.voting_representative(firm, FROM).person == other.person


def test_returned_letter_is_handed_in_again():
    request = make_appointment(make_firm())

    returned = appointing.return_letter(request=request, answer="缺少印章", by=None, at=AT)
    told = (returned.evidence, returned.answer, returned.state)
    again = appointing.hand_in_letter(
        request=request, letter=make_scan(b"%PDF-1.7 sealed now"), by=make_user(), at=AT
    )

    assert told == (None, "缺少印章", RequestState.OPEN)
    assert (again.evidence.size, again.answer) == (19, "")


def test_person_of_another_firm_cannot_be_named_by_key():
    stranger = make_representative().person

    with pytest.raises(PersonOfNoFirm):
        make_appointment(make_firm(), person=stranger)


def test_one_appointment_at_a_time_waits():
    firm = make_firm()
    make_appointment(firm)

    with pytest.raises(RequestUnderWay):
        make_appointment(firm, name=Translated(zh="庚七", en="Geng Qi"))


def test_withdrawn_appointment_keeps_no_address():
    request = make_appointment(make_firm())

    withdrawn = change_requests.withdraw_request(request=request, by=make_user(), at=AT)

    assert withdrawn.wanted["representative"]["email"] == ""


def test_letter_names_firm_person_post_day_and_who_stops():
    firm = make_firm(zh="晋东市岳峰汽车集团有限公司", en="Yuefeng Auto Group")
    make_representative(firm=firm, person=make_person(zh="丁四", en="Ding Si"))
    request = make_appointment(firm, signed=False)

    zh = text_of(appointing.letter_pdf(request, language="zh"))
    en = text_of(appointing.letter_pdf(request, language="en"))

    for told in ("会员代表委派书", "晋东市岳峰汽车集团有限公司", "己六", "副总经理", "丁四"):
        assert told in zh
    for told in ("Letterofappointment", "JiLiu", "DeputyManager", "1January2027", "DingSi"):
        assert told in en


def test_log_of_requests_names_no_person():
    request = make_appointment(make_firm())
    change_requests.withdraw_request(request=request, by=make_user(), at=AT)
    make_request(make_firm(), legal_representative="戊五")

    told = str(list(LogEntry.objects.filter(event__regex="appointment|change_").values("payload")))

    assert [word for word in ("己六", "Ji Liu", "ji.liu", "戊五") if word in told] == []


def test_wish_reads_back_as_it_was_written():
    firm = make_firm()
    wish = make_wish(votes=False)

    request = appointing.request_appointment(firm=firm, wish=wish, by=make_user(), at=AT)

    assert appointing.wish_of(ChangeRequest.objects.get(pk=request.pk)) == wish


def test_person_reads_what_requests_keep_of_them_and_is_forgotten_there():
    firm = make_firm()
    request = make_appointment(firm)
    before = Person.objects.count()
    accept(request)
    person = Person.objects.get(name__zh="己六")
    [section] = [s for s in personal_data.sections_of(person) if s.holding.key == "requests"]

    erased = [request_traces.erase(traces_of(person)) for _each in range(2)]

    request.refresh_from_db()
    assert before + 1 == Person.objects.count()
    assert [row[0] for row in section.rows] == [firm.name]
    assert erased == [1, 0]
    assert request.wanted["representative"]["name"] == {"zh": "***", "en": "***"}


def test_request_that_waits_is_answered_before_its_person_is_forgotten():
    firm = make_firm()
    person = make_representative(firm=firm, person=make_person(zh="戊五", en="Wu Wu")).person
    request = make_request(firm, legal_representative="戊五")

    waiting = request_traces.obstacles(person, DAY)
    kept = request_traces.erase(traces_of(person))
    approve(request)

    assert (len(waiting), kept, request_traces.obstacles(person, DAY)) == (1, 0, [])
