"""What a decision on an application makes of the register; who may come back, and how."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from members.domain import numbers, register
from members.domain.admitting import (
    admission,
    applications,
    certificates,
    concerns,
    public_notice,
    published,
)
from members.domain.admitting.lifting import Lifting
from members.domain.represent import voting_representative
from members.domain.standing import standing_on
from members.enums import (
    ApplicationKind,
    ApplicationState,
    BodyKind,
    ContactPurpose,
    FirmDocumentKind,
    StandingStatus,
    Trade,
)
from members.errors import DecidedOtherwise, ExpelledFirmReturns, NumberTaken
from members.models import Application, Body, Firm, Membership
from records.domain import log
from records.fields import Translated
from tests.factories.applications import (
    DECIDED_AT,
    DECIDED_ON,
    ENDED_ON,
    SUBMITTED_AT,
    bring_to,
    make_decision,
    make_former,
    make_paper,
)
from tests.factories.assemblies import make_association, make_body
from tests.factories.members import JOINED, make_class, make_membership

pytestmark = pytest.mark.django_db
State = ApplicationState
WHO: dict[str, Any] = {"by": None, "at": DECIDED_AT}
GROUND = Translated(zh="已补缴会费并整改。", en="It has paid and mended its ways.")


def ready(**told: Any) -> Application:
    return bring_to(State.READY, **told)


def admit(application: Application, **told: Any) -> Membership:
    decision = told.pop("decision", None) or make_decision()
    admission.admit(application=application, decision=decision, **told, **WHO)
    application.refresh_from_db()
    assert application.firm is not None
    return application.firm.membership


def of(membership: Membership, **told: Any) -> dict[str, Any]:
    return {"registration_code": membership.firm.registration_code, **told}


def test_admitted_firm_is_on_the_register_as_it_applied():
    council = make_class("council", rank=3)
    application = bring_to(
        State.READY,
        name=Translated(zh="晋东市云岭汽车配件有限公司", en="Yunling Parts"),
        trade=Trade.PARTS,
        member_class=council,
        address="汽配城8号",
        website="yunling.example",
        representative=Translated(zh="石川", en="Shi Chuan"),
        representative_post=Translated(zh="总经理", en="General manager"),
    )
    paper = applications.add_document(
        application=application, paper=make_paper(title="Licence"), **WHO
    )

    membership = admit(application)

    firm = membership.firm
    standing = standing_on(membership, DECIDED_ON)
    acting = voting_representative(firm, DECIDED_ON)
    assert acting is not None
    assert (str(firm.name.zh), firm.trade, firm.address, firm.website, firm.phone) == (
        *("晋东市云岭汽车配件有限公司", Trade.PARTS, "汽配城8号"),
        *("yunling.example", "0353-555001"),
    )
    assert (membership.joined_on, standing.status, standing.member_class) == (
        *(DECIDED_ON, StandingStatus.ACTIVE, council),
    )
    assert standing.source == "理决〔2026〕2号"
    assert standing.reason["en"] == "Admitted by decision of the Council."
    assert (acting.person.name.zh, acting.post.en) == ("石川", "General manager")
    contact = firm.contacts.get()
    assert (contact.purpose, contact.name) == (ContactPurpose.GENERAL, "何苗")
    kept = firm.documents.get()
    assert (kept.kind, kept.title, kept.document) == (
        *(FirmDocumentKind.APPLICATION, "Licence", paper.document),
    )
    assert log.verify(stream="register") > 0


def test_admission_by_the_same_decision_changes_nothing():
    application, decision = ready(), make_decision()
    first = admit(application, decision=decision)

    again = admit(application, decision=decision)

    assert (again, Firm.objects.count(), application.steps.filter(event="admitted").count()) == (
        *(first, 1, 1),
    )


def test_decision_on_record_stays():
    application = ready()
    admit(application)

    with pytest.raises(DecidedOtherwise, match="2026-03-16"):
        admit(application, decision=make_decision(reference="理决〔2026〕3号"))


def test_resolution_admits_or_rejects():
    taken, refused = ready(), ready()
    decision = make_decision()

    for application, admitted in ((taken, True), (refused, False)):
        decided = {"application": application, "decision": decision, "admitted": admitted}
        admission.decide(**decided, **WHO)
        admission.decide(**decided, **WHO)

    states = Application.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == [State.ADMITTED, State.REJECTED]
    assert Membership.objects.count() == 1


def test_resolution_leaves_what_was_withdrawn():
    application = bring_to(State.WITHDRAWN)

    decided = admission.decide(
        application=application, decision=make_decision(), admitted=True, **WHO
    )

    assert (decided.state, Firm.objects.count()) == (State.WITHDRAWN, 0)


@pytest.mark.parametrize(
    ("known", "proposed"),
    [
        ([], "0001"),
        (["JD0134", "JD0135"], "JD0136"),
        (["JD0009", "JD0010", "X-7"], "JD0011"),
        (["A99", "A100", "A101"], "A102"),
        (["honorary"], "0001"),
    ],
)
def test_number_goes_on_as_most_are_written(known, proposed):
    for number in known:
        make_membership(number=number)

    assert numbers.propose_member_number() == proposed


def test_number_that_is_given_already_admits_nobody():
    membership = make_membership(number="JD0135")
    application = ready()

    with pytest.raises(NumberTaken, match="JD0135"):
        admit(application, number=membership.number)

    assert Application.objects.get(pk=application.pk).state == State.READY


@pytest.mark.parametrize("status", [StandingStatus.RESIGNED, StandingStatus.LOST])
def test_firm_that_left_comes_back_under_its_number(status):
    former = make_former(status)
    council = make_class("council", rank=3)
    application = ready(**of(former, member_class=council, address="新址1号"))
    assert application.kind == ApplicationKind.READMISSION

    membership = admit(application)

    standing = standing_on(membership, DECIDED_ON)
    assert (membership, membership.number, membership.joined_on) == (former, former.number, JOINED)
    assert (standing.status, standing.since, standing.member_class) == (
        *(StandingStatus.ACTIVE, DECIDED_ON, council),
    )
    assert membership.firm.address == "新址1号"
    assert standing_on(membership, DECIDED_ON - timedelta(days=1)).status == status


def test_expelled_firm_does_not_simply_return():
    application = ready(**of(make_former(StandingStatus.EXPELLED)))

    with pytest.raises(ExpelledFirmReturns, match="2025-06-01"):
        admit(application)
    with pytest.raises(ExpelledFirmReturns):
        admit(application, lifting=Lifting(reference="理决〔2026〕2号", ground=Translated()))

    assert Application.objects.get(pk=application.pk).state == State.READY


LIFTING = Lifting(reference="理决〔2026〕2号", ground=GROUND)
COUNCIL, ASSEMBLY, STANDING = (
    *(BodyKind.COUNCIL, BodyKind.GENERAL_ASSEMBLY),
    BodyKind.STANDING_COUNCIL,
)
NAMES = {
    COUNCIL: Translated(zh="理事会", en="Council"),
    ASSEMBLY: Translated(zh="会员大会", en="General assembly"),
    STANDING: Translated(zh="常务理事会", en="Standing council"),
    BodyKind.SUPERVISORY_BOARD: Translated(zh="监事会", en="Supervisory board"),
}


@pytest.mark.parametrize(
    ("expelled_by", "lifted_by", "allowed"),
    [
        (COUNCIL, COUNCIL, True),
        (COUNCIL, ASSEMBLY, True),
        (COUNCIL, STANDING, False),
        (COUNCIL, BodyKind.SUPERVISORY_BOARD, False),
        (ASSEMBLY, COUNCIL, False),
        (ASSEMBLY, ASSEMBLY, True),
        (STANDING, COUNCIL, True),
        (None, COUNCIL, True),
        (None, BodyKind.SUPERVISORY_BOARD, False),
    ],
)
def test_expulsion_is_lifted_by_who_decided_it_or_stands_above(expelled_by, lifted_by, allowed):
    for kind, name in NAMES.items():
        body = make_body(kind) if kind != STANDING else None
        if body is None:
            make_standing_council(name)
    expulsion = expel(expelled_by)
    decision = make_decision(COUNCIL, reference="new")
    decision.body_name = NAMES[lifted_by]
    decision.save()

    assert admission.may_lift(decision, expulsion) is allowed


def make_standing_council(name: Translated) -> None:
    Body.objects.get_or_create(kind=STANDING, defaults={"name": name})


def expel(body: BodyKind | None) -> Any:
    membership = make_former(StandingStatus.EXPELLED, body=COUNCIL if body else None)
    standing = membership.standings.get(status=StandingStatus.EXPELLED)
    if body is not None:
        standing.decision.body_name = NAMES[body]
        standing.decision.save()
    return standing


def test_lifted_expulsion_stands_in_the_register_with_its_ground():
    former = make_former(StandingStatus.EXPELLED)
    application = ready(**of(former))

    membership = admit(application, lifting=LIFTING)

    standing = standing_on(membership, DECIDED_ON)
    step = application.steps.get(event="admitted")
    assert (membership, standing.status) == (former, StandingStatus.ACTIVE)
    assert "It has paid and mended its ways." in standing.reason["en"]
    assert step.note.startswith("理决〔2026〕2号: ")


def test_resolution_of_the_body_that_expelled_lifts_the_expulsion():
    application = ready(**of(make_former(StandingStatus.EXPELLED)))

    admission.decide(application=application, decision=make_decision(), admitted=True, **WHO)

    application.refresh_from_db()
    assert application.state == State.ADMITTED


def test_body_is_told_of_an_earlier_expulsion_and_of_objections():
    application = bring_to(State.NOTICE, **of(make_former(StandingStatus.EXPELLED)))
    public_notice.record_objection(application=application, note="丁二：未整改", **WHO)

    told = concerns.concerns_of(application)

    assert [(c.tone, c.citation) for c in told] == [("bad", "理决〔2025〕9号"), ("wait", "")]
    assert told[1].detail == "丁二：未整改"


def test_other_apps_add_what_they_know(monkeypatch):
    monkeypatch.setattr(concerns, "CONCERNS", [lambda _: [concerns.Concern(title="Unpaid: 800")]])

    assert [c.title for c in concerns.concerns_of(ready())] == ["Unpaid: 800"]


def test_admission_is_published_without_persons():
    application = bring_to(State.NOTICE)
    [row] = published.under_notice(date(2026, 3, 8))
    assert (row.number, row.until_on) == (application.number, date(2026, 3, 8))
    assert published.under_notice(date(2026, 3, 9)) == []

    admitted = bring_to(State.ADMITTED)
    assert published.announced_since(SUBMITTED_AT) == []
    admission.announce(application=admitted, **WHO)

    assert [each.number for each in published.announced_since(SUBMITTED_AT)] == [admitted.number]
    assert published.announced_since(DECIDED_AT + timedelta(days=1)) == []


def test_readmitted_firm_gets_a_new_certificate():
    make_association()
    former = make_membership()
    issue: dict[str, Any] = {"valid_until": None, "site": "https://a.example", **WHO}
    first = certificates.issue_certificate(membership=former, issued_on=date(2025, 1, 1), **issue)
    register.change_standing(
        membership=former,
        status=StandingStatus.RESIGNED,
        from_on=ENDED_ON,
        reason=GROUND,
        source="letter",
        **WHO,
    )
    certificates.revoke_certificates(membership=former, on=ENDED_ON, because="Resigned", **WHO)
    membership = admit(ready(**of(former)))

    second = certificates.issue_certificate(membership=membership, issued_on=DECIDED_ON, **issue)

    checked = [certificates.check_certificate(each.code, DECIDED_ON) for each in (first, second)]
    assert [each.is_valid for each in checked] == [False, True]


@pytest.mark.django_db(transaction=True)
def test_two_who_admit_at_once_give_two_numbers():
    pair = [ready(), ready()]
    decision = make_decision()
    barrier, failed = threading.Barrier(2), []

    def admit_one(application: Application) -> None:
        try:
            barrier.wait(timeout=20)
            admission.admit(application=application, decision=decision, **WHO)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=admit_one, args=(each,)) for each in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert failed == []
    assert sorted(Membership.objects.values_list("number", flat=True)) == ["0001", "0002"]
