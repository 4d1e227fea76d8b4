"""Admissions and cases against members on the council's agenda, and what the vote does to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation

from assemblies.domain.convening import convene, roll
from assemblies.domain.planning import plan
from assemblies.domain.planning.amendment_votes import put_aside
from assemblies.domain.planning.cases import (
    power_of,
    put_cases,
    ready_applications,
    ready_proceedings,
    told_cases,
)
from assemblies.domain.sitting import session
from assemblies.domain.sitting.resolve import resolve_motion
from assemblies.domain.writing import minutes_facts, papers
from assemblies.enums import Method
from assemblies.errors import CaseNotReady, CaseOnAgenda, ItemNeedsVote, NoCaseChosen
from assemblies.models import AgendaItem, Assembly, Motion, Resolution
from bylaws.enums import Outcome
from members.domain.admitting import applications
from members.domain.cases import proceedings, standing_acts
from members.domain.mandates import create_mandates
from members.domain.standing import standing_on
from members.enums import ApplicationState, BodyKind, Office, ProceedingKind, ProceedingState
from members.models import Application, Membership, Proceeding
from records.enums import DecisionKind
from records.models import LogEntry
from tests.factories.applications import bring_to
from tests.factories.assemblies import (
    DAY,
    RECORD_ON,
    SENT_AT,
    STARTS_AT,
    both,
    checked_in,
    make_assembly,
    make_secretary,
    vote_by_hands,
)
from tests.factories.members import make_membership, make_representative
from tests.factories.pdf import squeezed, text_of
from tests.factories.standing import GROUND, RULE, make_proceeding, state_rules

pytestmark = pytest.mark.django_db

FOR, AGAINST = (7, 0, 0), (0, 7, 0)
EARLY = date(2026, 12, 5)


@pytest.fixture(autouse=True)
def told_in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def council() -> Assembly:
    """In preparation; nine hold seats."""
    assembly = make_assembly(BodyKind.COUNCIL)
    holders = [(r.person, r.firm) for r in (make_representative() for _each in range(9))]
    create_mandates(
        term=assembly.term,
        office=Office.COUNCIL_MEMBER,
        holders=holders,
        from_on=RECORD_ON,
        decision=None,
        by=None,
        at=SENT_AT,
    )
    return assembly


def ready(**told: object) -> Application:
    return bring_to(ApplicationState.READY, **told)


def heard(kind: ProceedingKind = ProceedingKind.EXPULSION) -> Proceeding:
    case = make_proceeding(kind=kind)
    proceedings.charge(proceeding=case, respond_by=date(2027, 1, 1), by=None, at=STARTS_AT)
    return proceedings.hear(
        proceeding=case, on=EARLY, statement="We regret it.", by=None, at=STARTS_AT
    )


def put(assembly: Assembly, *cases: Application | Proceeding) -> list[Motion]:
    items = put_cases(
        assembly=assembly,
        applications=[case for case in cases if isinstance(case, Application)],
        cases=[case for case in cases if isinstance(case, Proceeding)],
        method=Method.SHOW_OF_HANDS,
        by=None,
        at=SENT_AT,
    )
    return [item.motion for item in items]


def in_session(assembly: Assembly) -> Assembly:
    roll.freeze_assembly_roll(assembly=assembly, record_on=RECORD_ON, by=None, at=SENT_AT)
    texts = {"subject": both("通知", "Notice"), "text": both("请出席。", "Please attend.")}
    convene.convene_assembly(assembly=assembly, **texts, by=None, at=SENT_AT)
    assembly.refresh_from_db()
    checked_in(assembly, 7)
    session.open_meeting(assembly=assembly, by=None, at=STARTS_AT)
    assembly.refresh_from_db()
    return assembly


def vote(motion: Motion, votes: tuple[int, int, int] = FOR) -> Resolution:
    in_session(motion.item.assembly)
    return vote_by_hands(Motion.objects.get(pk=motion.pk), votes)


def test_several_applications_are_one_item_that_names_them(council: Assembly) -> None:
    first, second = ready(), ready()
    (motion,) = put(council, first, second)

    assert motion.item.title == {"zh": "审议2家单位的入会申请", "en": "Admission of 2 firms"}
    name = first.member_class.name
    assert motion.text.en == (
        "The meeting resolves: these firms are admitted.\n"
        f"(1) {first.name.en} ({first.registration_code}), {name.en}, {first.number};\n"
        f"(2) {second.name.en} ({second.registration_code}), {name.en}, {second.number}."
    )
    assert motion.text.zh.startswith(
        f"会议决定：同意下列单位入会。\n（一）{first.name.zh}（{first.registration_code}），"
    )
    assert (motion.item.matter, motion.method) == ("ordinary", "show_of_hands")


def test_one_application_is_named_in_the_title(council: Assembly) -> None:
    application = ready()
    (motion,) = put(council, application)
    assert motion.item.title.en == f"Admission of {application.name.en}"


def test_each_case_is_an_item_that_says_why_and_that_it_was_heard(council: Assembly) -> None:
    expulsion, lapse = heard(), heard(ProceedingKind.LAPSE)
    first, second = put(council, expulsion, lapse)

    firm = expulsion.membership.firm
    assert first.item.title.en == f"Expulsion of {firm.name.en}"
    assert first.text.en == (
        f"The meeting resolves: {firm.name.en} ({expulsion.membership.number}) is expelled.\n"
        f"Ground: {GROUND.en}\nRule: {RULE.en}\nIt was heard."
    )
    assert second.item.title.zh.startswith("关于确认")
    assert first.text.zh.endswith("已听取其陈述和申辩。")


def test_carried_admission_makes_members_by_the_resolution(council: Assembly) -> None:
    application = ready()
    (motion,) = put(council, application)
    resolution = vote(motion)

    application.refresh_from_db()
    assert (resolution.outcome, application.state) == (Outcome.PASSED, ApplicationState.ADMITTED)
    assert application.decision == resolution.decision
    assert resolution.decision is not None
    assert resolution.decision.kind == DecisionKind.ADMISSION
    membership = Membership.objects.get(firm=application.firm)
    assert (membership.joined_on, standing_on(membership, DAY).is_active) == (DAY, True)


def test_carried_expulsion_ends_the_membership(council: Assembly) -> None:
    case = heard()
    (motion,) = put(council, case)
    resolution = vote(motion)

    case.refresh_from_db()
    today = standing_on(case.membership, DAY)
    assert (case.state, case.decision, today.status) == (
        ProceedingState.DECIDED,
        resolution.decision,
        "expelled",
    )
    assert resolution.decision is not None
    assert today.source.startswith(resolution.decision.reference)


def test_vote_that_fails_dismisses_the_case_and_leaves_the_application(council: Assembly) -> None:
    case, application = heard(), ready()
    admission, expulsion = put(council, application, case)
    in_session(council)
    for motion in (admission, expulsion):
        vote_by_hands(Motion.objects.get(pk=motion.pk), AGAINST)

    case.refresh_from_db()
    application.refresh_from_db()
    assert (case.state, application.state) == (ProceedingState.DISMISSED, ApplicationState.READY)
    assert standing_on(case.membership, DAY).is_active


def test_resolving_again_changes_nothing(council: Assembly) -> None:
    (motion,) = put(council, ready())
    first, entries = vote(motion), LogEntry.objects.count()
    assert resolve_motion(motion=motion, by=None, at=STARTS_AT) == first
    assert LogEntry.objects.count() == entries


def test_application_withdrawn_before_the_vote_stays_so(council: Assembly) -> None:
    gone, kept = ready(), ready()
    (motion,) = put(council, gone, kept)
    applications.withdraw(application=gone, by=None, at=SENT_AT)
    vote(motion)

    assert [Application.objects.get(pk=each.pk).state for each in (gone, kept)] == [
        ApplicationState.WITHDRAWN,
        ApplicationState.ADMITTED,
    ]


def test_firm_that_left_before_the_vote_is_not_expelled(council: Assembly) -> None:
    case = heard()
    (motion,) = put(council, case)
    standing_acts.resign(
        membership=case.membership,
        received_on=EARLY,
        effective_on=EARLY,
        source="Letter",
        by=None,
        at=SENT_AT,
    )
    resolution = vote(motion)

    case.refresh_from_db()
    assert (resolution.outcome, case.state) == (Outcome.PASSED, ProceedingState.DISMISSED)
    assert standing_on(case.membership, DAY).status == "resigned"


def test_item_whose_case_was_closed_is_put_aside(council: Assembly) -> None:
    case, application = heard(), ready()
    admission, expulsion = put(council, application, case)
    proceedings.dismiss(proceeding=case, because="Settled", by=None, at=SENT_AT)
    in_session(council)
    for motion, error in ((expulsion, None), (admission, ItemNeedsVote)):
        item = session.set_current(item=motion.item, by=None, at=STARTS_AT)
        if error is None:
            item = put_aside(item=item, by=None, at=STARTS_AT)
            assert item.note.en.startswith("The applications were withdrawn or the case was closed")
        else:
            with pytest.raises(error):
                put_aside(item=item, by=None, at=STARTS_AT)
    assert AgendaItem.objects.get(pk=expulsion.item_id).state == "done"


def test_meeting_has_resolved_even_where_the_register_cannot_follow(council: Assembly) -> None:
    application, other = ready(), ready()
    make_membership(code=application.registration_code)
    (motion,) = put(council, application, other)
    resolution = vote(motion)

    application.refresh_from_db()
    other.refresh_from_db()
    assert resolution.outcome == Outcome.PASSED
    assert (application.state, other.state) == (ApplicationState.READY, ApplicationState.ADMITTED)
    entry = LogEntry.objects.get(event="case_left_open")
    assert entry.payload["case"] == str(application.pk)
    assert {told.case: told.left_open for told in told_cases(motion)} == {
        application: True,
        other: False,
    }


def test_case_stands_on_one_open_agenda(council: Assembly) -> None:
    application, case = ready(), heard()
    assert (list(ready_applications()), list(ready_proceedings())) == ([application], [case])
    put(council, application, case)

    assert (list(ready_applications()), list(ready_proceedings())) == ([], [])
    assert put(council, application, case) == []
    later = make_assembly(BodyKind.COUNCIL, starts_at=STARTS_AT.replace(day=20))
    for one in (application, case):
        with pytest.raises(CaseOnAgenda):
            put(later, one)
    Assembly.objects.filter(pk=council.pk).update(closed_at=STARTS_AT)
    assert list(ready_applications()) == [application]
    assert len(put(later, application, case)) == 2


def test_item_taken_off_frees_its_case(council: Assembly) -> None:
    application = ready()
    (motion,) = put(council, application)
    plan.remove_item(item=motion.item, by=None, at=SENT_AT)
    assert list(ready_applications()) == [application]


def test_only_what_waits_for_a_decision_is_put(council: Assembly) -> None:
    with pytest.raises(NoCaseChosen):
        put(council)
    for case in (bring_to(ApplicationState.NOTICE), make_proceeding()):
        with pytest.raises(CaseNotReady):
            put(council, case)
    assert AgendaItem.objects.count() == 0


def test_what_is_put_after_the_notice_says_so(council: Assembly) -> None:
    """No rule of the profile asks the notice of a council to name each matter."""
    put(council, ready())
    in_session(council)
    put(council, ready())
    first, late = AgendaItem.objects.order_by("position")
    assert (first.added_at, late.added_at is None) == (None, False)


@pytest.mark.parametrize(
    ("rules", "kind", "has_power"),
    [
        ({"membership.decided_by_council": True}, BodyKind.COUNCIL, True),
        ({"membership.decided_by_council": True}, BodyKind.GENERAL_ASSEMBLY, False),
        ({"membership.decided_by_council": False}, BodyKind.COUNCIL, False),
        ({"membership.decided_by_council": False}, BodyKind.GENERAL_ASSEMBLY, True),
        ({"dues.definite": True}, BodyKind.COUNCIL, False),
    ],
)
def test_power_is_what_a_rule_says(rules, kind, has_power) -> None:  # type: ignore[no-untyped-def]  # parametrised
    state_rules(rules)
    found, ruling = power_of(make_assembly(kind))
    assert (found, ruling is not None) == (has_power, "dues.definite" not in rules)


# Pages and papers.


def test_cases_are_put_by_the_page_of_the_agenda(client, council: Assembly) -> None:  # type: ignore[no-untyped-def]  # fixtures
    client.force_login(make_secretary())
    application, case = ready(), heard()
    agenda = reverse("assemblies:agenda", args=[council.pk])
    shown = client.get(agenda, headers={"accept-language": "en"}).content.decode()
    assert "No rule in force says which body decides who is admitted" in shown

    url = reverse("assemblies:agenda_cases", args=[council.pk])
    chosen = {"applications": [application.pk], "cases": [case.pk], "method": "show_of_hands"}
    assert client.post(url, chosen).status_code == 302
    assert list(council.items.values_list("position", flat=True)) == [1, 2]
    assert "Put cases on the agenda" not in client.get(agenda).content.decode()
    item = council.items.get(position=2)
    page = client.get(reverse("assemblies:item", args=[council.pk, item.pk])).content.decode()
    assert reverse("members:proceeding", args=[case.pk]) in page


@pytest.mark.parametrize("chosen", [{}, {"method": "show_of_hands"}, {"applications": ["x"]}])
def test_page_of_the_agenda_refuses_what_it_did_not_offer(client, council, chosen) -> None:  # type: ignore[no-untyped-def]  # fixtures
    client.force_login(make_secretary())
    ready()
    if "applications" in chosen:
        chosen = {"applications": [uuid4()], "method": "show_of_hands"}
    url = reverse("assemblies:agenda_cases", args=[council.pk])
    client.post(url, chosen)
    assert council.items.count() == 0


def test_minutes_and_resolution_name_who_was_admitted_and_expelled(council: Assembly) -> None:
    gone, kept, case = ready(), ready(), heard()
    admission, expulsion = put(council, gone, kept, case)
    applications.withdraw(application=gone, by=None, at=SENT_AT)
    in_session(council)
    found = [vote_by_hands(Motion.objects.get(pk=m.pk), FOR) for m in (admission, expulsion)]

    facts = minutes_facts.build_facts(Assembly.objects.get(pk=council.pk))
    assert [[(c.kind, c.names) for c in item.cases] for item in facts.meeting.items] == [
        [("admission", [kept.name])],
        [("expulsion", [case.membership.firm.name])],
    ]
    paper = squeezed(text_of(papers.resolution_paper(resolution=found[0], language="en")))
    assert squeezed(f"Admitted (1 firm): {kept.name.en}.") in paper
    paper = squeezed(text_of(papers.resolution_paper(resolution=found[1], language="en")))
    assert squeezed(f"Expelled: {case.membership.firm.name.en}.") in paper
