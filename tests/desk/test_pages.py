"""The pages that join all parts, on the example association."""

from __future__ import annotations

from datetime import date

from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone, translation

from bylaws.domain import versions
from bylaws.models import Version
from desk.domain.search import find
from records.domain import log
from records.enums import DecisionKind
from records.mail import OutboxBackend
from records.models import Decision, LogEntry, OutgoingMail, Stream

SECRETARIAT = "lin.hui@jindong-auto.example"
REPRESENTATIVE = "hao.wenbin@songtao.example"


def test_who_is_not_logged_in_is_sent_to_the_log_in(example):
    answer = Client().get("/")

    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/")


def test_overview_counts_active_firms_by_class_and_links_each_figure(example, logged_in):
    page = logged_in(SECRETARIAT).get("/").content.decode()

    for figure, label in [
        (135, "firms on the register"),
        (1, "President unit"),
        (6, "Vice-president unit"),
    ]:
        assert f'>{figure}</a></div><div class="l">{label}</div>' in page
    assert "First session of the fourth general assembly" in page
    assert "Bylaws of the Jindong Automobile Distribution and Repair Association" in page
    assert '<span class="chip ok">since 15 April 2021</span>' in page


def test_overview_is_for_the_secretariat_and_others_get_their_own_page(example, logged_in):
    page = logged_in(REPRESENTATIVE).get("/").content.decode()

    assert "firms on the register" not in page
    assert "Hao Wenbin" in page
    assert "You vote for: Jindong Songtao Auto Trading Co., Ltd." in page
    assert "This vote has not been opened yet." in page
    assert "8,000 CNY" in page


def test_own_page_of_a_trustee_names_the_key(example, logged_in):
    page = logged_in("gao.weiguo@guangyuan.example").get("/me/").content.decode()

    assert "Your trustee key" in page
    assert "decryption rehearsed" in page


def test_outbox_shows_mail_to_the_secretariat_alone(example, logged_in):
    message = EmailMessage("Your code", "Text of the mail", "from@a.example", ["to@b.example"])
    assert OutboxBackend().send_messages([message]) == 1
    mail = OutgoingMail.objects.get(subject="Your code")
    secretariat = logged_in(SECRETARIAT)

    assert "to@b.example" in secretariat.get("/outbox/").content.decode()
    assert "Text of the mail" in secretariat.get(f"/outbox/{mail.pk}/").content.decode()
    assert logged_in(REPRESENTATIVE).get("/outbox/").status_code == 404


def test_log_page_tells_that_every_chain_holds(example, logged_in):
    page = logged_in(SECRETARIAT).get("/log/").content.decode()

    assert page.count(">holds<") == Stream.objects.count() > 4
    assert "broken at entry" not in page


def test_log_page_names_the_first_broken_entry(example, logged_in):
    log.record(stream="register", event="tried", payload={"n": 1}, by=None, at=example_instant())
    entry = LogEntry.objects.get(stream__name="register", event="tried")
    LogEntry.objects.filter(pk=entry.pk).update(payload={"n": 2})

    page = logged_in(SECRETARIAT).get("/log/").content.decode()

    assert f"broken at entry {entry.position}" in page


def example_instant():
    return LogEntry.objects.filter(stream__name="register").latest("position").at


def test_search_finds_firms_people_texts_and_meetings(example, logged_in):
    with translation.override("en"):
        kinds = {word: {hit.kind for hit in find(word)} for word in ("郝文斌", "第四届")}
    page = logged_in(SECRETARIAT).get("/search/?q=Songtao").content.decode()

    assert kinds == {"郝文斌": {"Representative"}, "第四届": {"Assembly", "Text"}}
    assert "Jindong Songtao Auto Trading Co., Ltd." in page


def test_notice_tells_the_local_time_of_the_meeting(example):
    notice = example.meetings["general_assembly"].notices.get()

    assert "2026年12月18日09:00" in notice.text.zh
    assert "18 December 2026 at 09:00" in notice.text.en
    assert set(notice.deliveries.values_list("state", flat=True)) == {"sent"}


def adopted_bylaws() -> Version:
    draft = Version.objects.get(regulation__kind="bylaws", base__isnull=False)
    decision = Decision.objects.create(
        kind=DecisionKind.ADOPTION,
        title=draft.regulation.title,
        decided_on=date(2026, 12, 18),
        body_name=draft.regulation.title,
        recorded_at=timezone.now(),
    )
    versions.adopt_version(version=draft, decision=decision, by=None, at=timezone.now())
    return draft


def test_approval_brings_the_adopted_bylaws_into_force_from_its_day(example, logged_in):
    version, secretariat = adopted_bylaws(), logged_in(SECRETARIAT)
    link = f'href="/approve/{version.pk}/"'
    page = f"/bylaws/versions/{version.pk}/"
    assert link in secretariat.get(page).content.decode()
    assert link not in logged_in(REPRESENTATIVE).get(page).content.decode()

    typed = {"reference": "No. 7", "approved_on": "2027-01-10", "effective_on": "2027-01-12"}
    answer = secretariat.post(f"/approve/{version.pk}/", typed)
    again = secretariat.post(f"/approve/{version.pk}/", typed)

    assert (answer.status_code, again.status_code, answer["Location"]) == (302, 302, page)
    assert Decision.objects.filter(reference="No. 7").count() == 1
    in_force = [
        versions.version_on(regulation=version.regulation, day=date(2027, 1, day)) == version
        for day in (11, 12)
    ]
    assert in_force == [False, True]
    assert link not in secretariat.get(page).content.decode()


def test_approval_that_reaches_back_is_refused_and_nothing_is_written(example, logged_in):
    version = adopted_bylaws()
    typed = {"reference": "No. 7", "approved_on": "2027-01-10", "effective_on": "2027-01-09"}

    page = logged_in(SECRETARIAT).post(f"/approve/{version.pk}/", typed).content.decode()

    assert "A text does not take effect before its approval" in page
    assert not Decision.objects.filter(reference="No. 7").exists()


def test_draft_that_was_not_adopted_has_no_form(example, logged_in):
    draft = Version.objects.get(regulation__kind="bylaws", base__isnull=False)

    page = logged_in(SECRETARIAT).get(f"/approve/{draft.pk}/").content.decode()

    assert "This text was not adopted yet." in page
    assert 'name="reference"' not in page
