"""The pages on which a membership changes and ends, of cases, seats and of what waits."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from members.domain import represent
from members.domain.cases import proceedings, standing_acts
from members.domain.standing import standing_on
from members.domain.tasks import Task, tasks_on
from members.enums import Office, ProceedingKind, ProceedingState, StandingStatus
from members.models import FirmDocument, Proceeding, Succession
from records.fields import Translated
from tests.factories.members import (
    AT,
    make_membership,
    make_person,
    make_representative,
    suspend,
)
from tests.factories.standing import (
    NAMES,
    give_seat,
    make_decision,
    make_proceeding,
    make_term_of,
    state_rules,
)

pytestmark = pytest.mark.django_db

EN = {"accept-language": "en"}
PDF = b"%PDF-1.7 paper"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def today():
    return timezone.localdate()


def page(client, name, *args):
    answer = client.get(reverse(f"members:{name}", args=args), headers=EN)
    assert answer.status_code == 200
    return answer.content.decode()


def post(client, name, *args, **data):
    return client.post(reverse(f"members:{name}", args=args), data, headers=EN)


def bring_to(membership, status):
    day = date(2026, 6, 1)
    if status == StandingStatus.SUSPENDED:
        suspend(membership, from_on=day)
    if status == StandingStatus.RESIGNED:
        standing_acts.resign(
            membership=membership, received_on=day, effective_on=day, source="L", by=None, at=AT
        )
    if status == StandingStatus.EXPELLED:
        case = make_proceeding(membership)
        proceedings.charge(proceeding=case, respond_by=date(2027, 1, 1), by=None, at=AT)
        proceedings.hear(proceeding=case, on=day, statement="No.", by=None, at=AT)
        proceedings.decide(proceeding=case, decision=make_decision(day), by=None, at=AT)


OFFERED = {
    StandingStatus.ACTIVE: ["resign/", "suspend/", "lose/", "suspension", "expulsion", "lapse"],
    StandingStatus.SUSPENDED: ["resign/", "lift/", "lose/", "expulsion", "lapse"],
    StandingStatus.RESIGNED: ["readmit/"],
    StandingStatus.EXPELLED: [],
}
LINKS = ["resign/", "suspend/", "lift/", "lose/", "readmit/", "suspension", "expulsion", "lapse"]


@pytest.mark.parametrize("status", OFFERED)
def test_page_offers_what_can_be_done_now(client, secretary, status):
    membership = make_membership()
    bring_to(membership, status)
    shown = page(client, "firm_standing", membership.firm.pk)

    at = f"/members/{membership.firm.pk}/"
    links = {link: f'"{at}standing/{link}"' for link in LINKS if link.endswith("/")}
    links |= {kind: f'"{at}proceedings/open/?kind={kind}"' for kind in ProceedingKind.values}
    assert [link for link in LINKS if links[link] in shown] == [
        link for link in LINKS if link in OFFERED[status]
    ]


def test_resignation_is_entered_with_its_letter(client, secretary):
    acting = make_representative()
    give_seat(acting.person, acting.firm)
    shown = page(client, "standing_act", acting.firm.pk, "resign")
    assert f"{acting.person.name.en} · Council" in shown

    letter = SimpleUploadedFile("letter.pdf", PDF)
    data = {"received_on": today(), "effective_on": today(), "source": "L 7", "letter": letter}
    assert post(client, "standing_act", acting.firm.pk, "resign", **data).status_code == 302
    assert standing_on(acting.firm.membership, today()).status == StandingStatus.RESIGNED
    assert FirmDocument.objects.get().document.name == "letter.pdf"


def test_suspension_is_entered_lifted_corrected_and_taken_back(client, secretary):
    membership = make_membership()
    entry = {"from_on": "2026-01-01", "reason_en": "Late", "source": "C 1"}
    assert post(client, "standing_act", membership.firm.pk, "suspend", **entry).status_code == 302
    entry = {"from_on": "2026-02-01", "reason_en": "Paid", "source": "C 2"}
    assert post(client, "standing_act", membership.firm.pk, "lift", **entry).status_code == 302

    latest = membership.standings.get(status="active", from_on=date(2026, 2, 1))
    data = {**entry, "status": "active", "from_on": "2026-03-01", "because": "Wrong day"}
    assert post(client, "standing_correct", latest.pk, **data).status_code == 302
    assert post(client, "standing_correct", latest.pk, **data).status_code == 404
    latest = membership.standings.get(status="active", superseded_at=None, until_on=None)
    assert latest.from_on == date(2026, 3, 1)
    data = {"because": "Never lifted"}
    assert post(client, "standing_take_back", latest.pk, **data).status_code == 302
    assert standing_on(membership, today()).status == StandingStatus.SUSPENDED


def test_loss_proposes_its_rule_and_readmission_asks_for_the_decision(client, secretary):
    state_rules({"membership.seats_end_with_membership": True})
    membership = make_membership()
    firm = membership.firm
    data = {"on": "2026-01-01", "ground_en": "No dues", "citation_en": "Art. 18", "source": "X"}
    assert post(client, "standing_act", firm.pk, "lose", **data).status_code == 302
    assert standing_on(membership, today()).source == "X；Art. 18"
    body = make_term_of().body
    data = {"title_en": "Readmission", "body": body.pk, "decided_on": "2026-02-01"}
    data |= {"reference": "C 3", "on": "2026-02-01", "reason_en": "Paid"}
    assert post(client, "standing_readmit", firm.pk, **data).status_code == 302
    standing = membership.standings.get(superseded_at=None, until_on=None)
    assert (standing.status, standing.decision.reference) == ("active", "C 3")


def test_no_act_that_is_not_in_the_list(client, secretary):
    firm = make_membership().firm
    for name, args in (("standing_act", (firm.pk, "expel")), ("gaps", ("dues",))):
        answer = client.get(reverse(f"members:{name}", args=args))
        assert answer.status_code == 404


def test_expelled_firm_is_not_readmitted_by_the_form(client, secretary):
    membership = make_membership()
    bring_to(membership, StandingStatus.EXPELLED)
    answer = client.get(reverse("members:standing_readmit", args=[membership.firm.pk]))
    assert answer.status_code == 404


def test_case_is_walked_through_its_pages(client, secretary):
    acting = make_representative()
    firm, body = acting.firm, make_term_of().body
    shown = page(client, "proceeding_open", firm.pk)
    assert "Nothing changes for the firm before a body has decided." in shown
    data = {"kind": "expulsion", "ground_en": "Fraud", "citation_en": "Art. 17"}
    assert post(client, "proceeding_open", firm.pk, **data).status_code == 302
    case = Proceeding.objects.get()

    decision = {"title_en": "Expulsion", "body": body.pk, "reference": "C 9"}
    decision |= {"decided_on": str(today())}
    refused = post(client, "proceeding_act", case.pk, "decide", **decision)
    assert refused.status_code == 400
    assert "was not heard yet" in refused.content.decode()

    assert "No rule in force says how long" in page(client, "proceeding_act", case.pk, "charge")
    charge = {"respond_by": today() + timedelta(days=10), "hearing": "Room 3"}
    assert post(client, "proceeding_act", case.pk, "charge", **charge).status_code == 302
    assert post(client, "proceeding_act", case.pk, "decline").status_code == 400
    heard = {"on": today(), "statement": "It was <b>us</b>"}
    heard |= {"paper": SimpleUploadedFile("answer.pdf", PDF)}
    assert post(client, "proceeding_act", case.pk, "hear", **heard).status_code == 302
    shown = page(client, "proceeding", case.pk)
    assert "It was &lt;b&gt;us&lt;/b&gt;" in shown
    assert f"{acting.person.name.en} <span" in shown
    step = case.steps.get(event="heard")
    paper = client.get(reverse("members:proceeding_paper", args=[step.pk]))
    assert (paper.content, paper["Content-Disposition"]) == (
        PDF,
        'attachment; filename="answer.pdf"',
    )

    assert post(client, "proceeding_act", case.pk, "decide", **decision).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.decision.reference) == (ProceedingState.DECIDED, "C 9")
    assert standing_on(firm.membership, today()).status == StandingStatus.EXPELLED
    assert "What can be done now" not in page(client, "proceeding", case.pk)
    assert "Expulsion" in page(client, "proceedings").replace("expulsion", "Expulsion")


def test_dismissed_case_says_why(client, secretary):
    case = make_proceeding()
    assert post(client, "proceeding_act", case.pk, "dismiss", because="Paid").status_code == 302
    assert "Paid" in page(client, "proceeding", case.pk)


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ({"mandate.passes_to_successor": True}, "The seat passes to the person you name"),
        ({}, "The seat ends and is vacant."),
    ],
)
def test_page_that_names_a_representative_tells_what_follows(client, secretary, rules, told):
    if rules:
        state_rules(rules)
    acting = make_representative()
    give_seat(acting.person, acting.firm)
    shown = page(client, "firm_represent", acting.firm.pk)

    assert told in shown
    assert ("Bylaws (version 一版), art. 1" in shown) == bool(rules)
    assert "No rule in force lets the seat pass on." in shown or rules


def test_page_that_ends_a_representation_tells_what_follows(client, secretary):
    acting = make_representative()
    give_seat(acting.person, acting.firm, office=Office.PRESIDENT)
    shown = page(client, "representation_end", acting.pk)

    assert "nobody does until the next one is named" in shown
    assert "The office stays with the person who was elected" in shown


def passed_seat():
    state_rules({"mandate.passes_to_successor": True})
    acting = make_representative()
    give_seat(acting.person, acting.firm)
    represent.appoint_representative(
        firm=acting.firm,
        person=make_person(),
        post=Translated(),
        from_on=date(2026, 6, 1),
        source="L",
        by=None,
        at=AT,
    )
    return Succession.objects.get()


def test_passed_seat_is_filed(client, secretary):
    row = passed_seat()
    address = reverse("members:succession_file", args=[row.pk])
    assert address in page(client, "tasks")
    data = {"on": "2026-06-10", "filed_with": "Council 2026-6"}
    assert post(client, "succession_file", row.pk, **data).status_code == 302
    assert address not in page(client, "tasks")


# What waits.


def told(day):
    return [(task.group, task.title, task.since, task.tone) for task in tasks_on(day)]


def test_tasks_of_an_empty_register_are_none():
    assert tasks_on(date(2026, 12, 18)) == []


def test_tasks_name_cases_by_what_they_wait_for():
    day = date(2026, 12, 18)
    cases = [make_proceeding(make_representative().firm.membership) for _each in range(3)]
    for case in cases[1:]:
        proceedings.charge(proceeding=case, respond_by=date(2027, 1, 7), by=None, at=AT)
    proceedings.hear(proceeding=cases[2], on=day, statement="No.", by=None, at=AT)

    group = "Proceedings"
    assert sorted(told(day)) == [
        (group, "Heard: put it before the council", day, "wait"),
        (group, "Send the charge", day, "wait"),
        (group, "The firm may answer until 7 January 2027", day, "later"),
    ]
    assert (group, "The time to answer is over: note what the firm said", day, "bad") in told(
        date(2027, 1, 8)
    )
    task = next(task for task in tasks_on(day) if task.title == "Send the charge")
    assert task == Task(
        title="Send the charge",
        detail=f"expulsion · {cases[0].membership.firm}",
        citation="Bylaws, art. 18",
        url=f"/members/proceedings/{cases[0].pk}/",
        since=day,
        tone="wait",
        group=group,
    )


def test_tasks_name_vacant_seats_with_the_rule_on_their_number():
    state_rules({"council.size": 3})
    first, second = make_representative(), make_representative()
    give_seat(first.person, first.firm)
    give_seat(second.person, second.firm)
    day = date(2026, 6, 1)
    bring_to(first.firm.membership, StandingStatus.RESIGNED)

    found = [task for task in tasks_on(day) if task.group == "Seats and offices"]
    assert [(task.title, task.detail, task.citation, task.since) for task in found] == [
        (
            f"{NAMES['council'].en}: 2 seats are vacant",
            f"1 of 3 are held. Last held by: {first.person.name.en}",
            "Bylaws (version 一版), art. 1",
            day,
        )
    ]


def test_tasks_without_a_rule_count_seats_that_were_held():
    acting = make_representative()
    give_seat(acting.person, acting.firm)
    assert told(date(2026, 6, 1)) == []
    bring_to(acting.firm.membership, StandingStatus.RESIGNED)
    assert [row[1] for row in told(date(2026, 6, 1))] == ["Council: 1 seat is vacant"]


def test_tasks_name_offices_of_who_no_longer_represents():
    acting = make_representative()
    give_seat(acting.person, acting.firm, office=Office.PRESIDENT)
    assert told(date(2026, 6, 1)) == []
    represent.end_representation(
        representative=acting, on=date(2026, 5, 1), reason="left", by=None, at=AT
    )
    assert [row[1] for row in told(date(2026, 6, 1))] == [
        "Holds an office and no longer represents the firm",
        "1 member has no voting representative",
        "1 member has no address at all",
    ]


def test_firms_that_lack_something_are_listed(client, secretary):
    lacking, whole = make_membership().firm, make_representative().firm
    bring_to(make_membership(), StandingStatus.RESIGNED)
    for gap in ("representative", "address"):
        shown = page(client, "gaps", gap)
        assert str(lacking.pk) in shown
        assert str(whole.pk) not in shown


def test_tasks_take_as_many_queries_for_three_rows_as_for_one():
    passed_seat()
    # What is read once and kept is not counted.
    tasks_on(date(2026, 12, 18))
    counted = []
    for more in (1, 2):
        for _each in range(more):
            make_proceeding(make_representative().firm.membership)
            make_membership()
        with CaptureQueriesContext(connection) as asked:
            tasks_on(date(2026, 12, 18))
        counted.append(len(asked))

    assert counted[0] == counted[1]
