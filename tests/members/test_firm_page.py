"""A firm's page: its parts by their forms, its life by kind, and where a merged entry leads."""

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from members.domain import listing, mandates, represent
from members.domain.firms import timeline
from members.domain.firms.firm_papers import MOST_MB
from members.enums import Channel, LetterState, ProceedingEvent, ProceedingKind
from members.models import (
    Contact,
    Firm,
    FirmDocument,
    Letter,
    Mailing,
    Merge,
    Proceeding,
    ProceedingStep,
    Representative,
    Tag,
)
from records.fields import Translated
from tests.factories.assemblies import RECORD_ON, add_report, checked_in, convened, make_assembly
from tests.factories.firms import MERGED_AT, PDF, make_contact, make_merge, make_paper, make_tag
from tests.factories.members import (
    AT,
    make_firm,
    make_representative,
    make_term,
    suspend,
)

pytestmark = pytest.mark.django_db

SENT_AT = datetime(2026, 5, 4, 20, 0, tzinfo=UTC)  # the fifth of May at the seat


def page_of(firm):
    return reverse("members:firm", args=[firm.pk])


def live(firm, times):
    """``times`` of everything that may be more than one in a firm's life."""
    term = make_term(number=times)
    for number in range(times):
        make_contact(firm, name=f"甲{number}")
        make_paper(firm, content=PDF + str(number).encode())
        make_tag(firm, name=f"标签{number}")
        acting = make_representative(firm=firm, from_on=date(2022 + number, 1, 1))
        mandates.create_mandates(
            term=term,
            office="council_member",
            holders=[(acting.person, firm)],
            from_on=date(2022, 1, 1),
            decision=None,
            by=None,
            at=AT,
        )
        send_letter(firm)
        case = Proceeding.objects.create(
            membership=firm.membership,
            kind=ProceedingKind.EXPULSION,
            ground=Translated(zh="欠费"),
            state="dismissed",
            opened_at=AT,
        )
        ProceedingStep.objects.create(proceeding=case, event=ProceedingEvent.OPENED, at=AT)


def send_letter(firm):
    text = Translated(zh="催缴", en="Reminder")
    mailing = Mailing.objects.create(title="催缴", subject=text, body=text, created_at=AT)
    return Letter.objects.create(
        mailing=mailing,
        firm=firm,
        channel=Channel.MAIL,
        address="a@b.example",
        subject=text,
        body=text,
        state=LetterState.SENT,
        sent_at=SENT_AT,
    )


def test_page_takes_as_many_queries_for_three_of_everything_as_for_one(client, secretary):
    counts = []
    for times in (1, 3):
        firm = make_firm()
        live(firm, times)
        client.get(page_of(firm))
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page_of(firm)).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_timeline_tells_membership_people_and_letters():
    acting = make_representative()
    firm = acting.firm
    suspend(firm.membership, from_on=date(2026, 4, 17))
    send_letter(firm)
    represent.end_representation(
        representative=acting, on=date(2026, 6, 1), reason="离职", by=None, at=AT
    )

    with translation.override("en"):
        events = timeline.events_of(firm)
        told = [(str(event.day), event.kind, event.title, event.detail) for event in events]

    name = acting.person.name.en
    assert told == [
        ("2026-06-01", "person", f"{name} no longer acts for the firm", "离职"),
        ("2026-05-05", "letter", "Letter: Reminder", "mail · sent"),
        ("2026-04-17", "standing", "suspended", "Dues · Council 2026-7"),
        ("2021-01-01", "standing", "active", "Admitted by the council · 2021-3"),
        ("2021-01-01", "class", "ordinary unit", "2021-3"),
        ("2021-01-01", "person", f"{name} votes for the firm", "General Manager"),
    ]


def test_timeline_tells_rolls_notices_and_attendance_but_no_vote():
    assembly = make_assembly()
    add_report(assembly)
    assembly = checked_in(convened(assembly, members=3), present=1)
    entry = assembly.roll.entries.filter(attendances__isnull=False).get()

    with translation.override("en"):
        events = timeline.events_of(entry.firm)

    told = {(event.kind, event.title) for event in events if event.day >= RECORD_ON}
    assert told == {
        ("election", "On the roll of the General assembly, entitled"),
        ("meeting", f"Notice of {assembly.title.en}"),
        ("meeting", f"Present at {assembly.title.en}"),
    }


def test_kept_entry_tells_the_life_of_the_dropped_one():
    kept, dropped = make_firm(), make_firm()
    make_merge(kept, dropped)
    with translation.override("en"):
        events = timeline.events_of(kept)
        under = f"recorded under {dropped.membership.number}"

    assert [e.kind for e in events if under in e.detail] == ["standing", "standing", "class"]
    assert [e.kind for e in events].count("merge") == 1
    assert timeline.merges_of(kept) == [Merge.objects.get()]


def test_timeline_is_shown_by_kind_and_thirty_at_a_time(client, secretary):
    firm = make_firm()
    for number in range(31):
        make_paper(firm, content=PDF + str(number).encode())
    whole = client.get(page_of(firm)).context
    papers = client.get(page_of(firm), {"kind": "paper", "page": "2"}).context
    assert ([k.key for k in whole["kinds"]], whole["all_events"]) == (
        ["standing", "class", "paper"],
        33,
    )
    assert len(whole["events"]) == 30
    assert [event.kind for event in papers["events"]] == ["paper"]


def test_page_of_a_merged_entry_leads_to_the_kept_one(client, secretary):
    kept, dropped = make_firm(), make_firm()
    make_merge(kept, dropped)

    response = client.get(page_of(dropped), follow=True, headers={"accept-language": "en"})

    assert response.redirect_chain == [(page_of(kept), 302)]
    number = dropped.membership.number
    assert f"Entry {number} goes on as this firm." in response.content.decode()
    assert client.get(reverse("members:firm_edit", args=[dropped.pk])).status_code == 404


def test_contact_is_added_corrected_and_removed(client, secretary):
    firm = make_firm()
    url = reverse("members:contact_add", args=[firm.pk])
    data = {"purpose": "dues", "name": "丙", "email": "c@a.example"}
    for _twice in range(2):
        assert client.post(url, data).status_code == 302
    assert client.post(url, {**data, "email": "other@a.example"}).status_code == 400
    contact = Contact.objects.get()
    client.post(reverse("members:contact_edit", args=[contact.pk]), {**data, "phone": "1"})
    contact.refresh_from_db()
    assert (contact.phone, contact.email) == ("1", "c@a.example")
    for _twice in range(2):
        client.post(reverse("members:contact_remove", args=[contact.pk]))
    assert Contact.objects.count() == 0


def test_tags_are_spelt_alike_found_and_gone_when_unused(client, secretary):
    first, second = make_firm(), make_firm()
    for firm, name in ((first, " ＶＩＰ  甲 "), (second, "VIP 甲")):
        client.post(reverse("members:firm_tag", args=[firm.pk]), {"tag": name})
    tag = Tag.objects.get()
    assert tag.name == "VIP 甲"
    listed = client.get(reverse("members:firms"), {"tag": tag.pk}).context["table"].rows
    assert {row.record.pk for row in listed} == {first.pk, second.pk}
    for firm in (first, first, second):
        client.post(reverse("members:firm_untag", args=[firm.pk, tag.pk]))
    assert Tag.objects.count() == 0


def test_chosen_firms_or_all_found_are_tagged(client, secretary):
    firms = [make_firm(trade="dealer"), make_firm(trade="dealer"), make_firm(trade="parts")]
    url = reverse("members:firms_tag")
    client.post(url, {"tag": "甲", "firm": [firms[0].pk, "junk"]})
    client.post(url, {"tag": "乙", "all": "1", "query": "trade=dealer"})
    found = {tag.name: set(tag.firms.values_list("pk", flat=True)) for tag in Tag.objects.all()}
    assert found == {"甲": {firms[0].pk}, "乙": {firms[0].pk, firms[1].pk}}


def test_paper_is_kept_downloaded_and_taken_away(client, secretary):
    firm = make_firm()
    url = reverse("members:paper_add", args=[firm.pk])
    for _twice in range(2):
        file = SimpleUploadedFile("执照.pdf", PDF, content_type="text/html")
        assert client.post(url, {"kind": "licence", "file": file}).status_code == 302
    paper = FirmDocument.objects.get()
    assert (paper.title, paper.document.media_type) == ("执照", "application/pdf")
    response = client.get(reverse("members:paper", args=[paper.pk]))
    assert (response.content, response["Content-Type"]) == (PDF, "application/pdf")
    assert response["Content-Disposition"].startswith("attachment;")
    client.post(reverse("members:paper_remove", args=[paper.pk]))
    assert FirmDocument.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("page.html", b"<script>", "none of the kinds"),
        ("licence.pdf", b"MZ program", "none of the kinds"),
        ("big.pdf", b"%PDF-" + b"0" * (MOST_MB * 1024 * 1024), "is larger than 20 MB"),
    ],
)
def test_paper_of_another_kind_or_too_large_is_refused(client, secretary, name, content, words):
    url = reverse("members:paper_add", args=[make_firm().pk])
    file = SimpleUploadedFile(name, content)
    response = client.post(url, {"kind": "other", "file": file}, headers={"accept-language": "en"})
    assert response.status_code == 400
    assert words in response.content.decode()
    assert FirmDocument.objects.count() == 0


def test_representative_comes_with_a_letter_of_appointment(client, secretary):
    firm = make_firm()
    data = {
        "name_zh": "丁一",
        "from_on": "2026-01-01",
        "votes": "on",
        "letter": SimpleUploadedFile("任命书.pdf", PDF),
    }
    url = reverse("members:firm_represent", args=[firm.pk])
    assert client.post(url, data).status_code == 302
    acting = Representative.objects.get()
    address = reverse("members:representation_letter", args=[acting.pk])
    assert client.get(address).content == PDF


def test_firm_is_corrected_with_all_its_facts(client, secretary):
    firm = make_firm()
    data = {
        "name_zh": "甲厂",
        "registration_code": firm.registration_code,
        "trade": "parts",
        "postal_address": "晋东市信箱1号",
        "phone": "0351-1",
        "email": "a@a.example",
        "website": "a.example",
    }
    assert client.post(reverse("members:firm_edit", args=[firm.pk]), data).status_code == 302
    firm.refresh_from_db()
    assert (firm.postal_address, firm.phone, firm.email, firm.website) == (
        "晋东市信箱1号",
        "0351-1",
        "a@a.example",
        "https://a.example",
    )
    data["website"] = "javascript:alert(1)"
    assert client.post(reverse("members:firm_edit", args=[firm.pk]), data).status_code == 400


def test_duplicates_are_offered_merged_and_undone(client, secretary):
    first, second = make_firm(zh="岳峰汽车有限公司"), make_firm(zh="岳峰汽车有限责任公司")
    offered = client.get(reverse("members:duplicates")).context["offered"]
    assert [{row.first, row.second} for row in offered] == [{first, second}]
    url = reverse("members:duplicate", args=[first.pk, second.pk])
    assert client.get(url).context["reasons"] != []
    data = {"kept": str(second.pk), "reason": "同一执照"}
    assert client.post(url, data).url == page_of(second)
    merge = Merge.objects.get()
    assert (merge.kept, merge.dropped, merge.reason) == (second, first, "同一执照")
    assert client.get(reverse("members:duplicates")).context["offered"] == []
    for _twice in range(2):
        client.post(reverse("members:merge_undo", args=[merge.pk]))
    assert Firm.objects.filter(merged_into__isnull=False).count() == 0
    client.post(reverse("members:duplicate_distinct", args=[first.pk, second.pk]))
    assert client.get(reverse("members:duplicates")).context["offered"] == []


@pytest.mark.parametrize("text", ["岳峰", "Yue_feng", "50%", 'a"b', "zh", "\\u5cb3", "!x"])
def test_search_finds_what_is_written_and_nothing_by_the_way_it_is_stored(client, secretary, text):
    make_firm(zh="乙厂", en="Works B")
    wanted = make_firm(zh=f"甲{text}厂", en="Works A")
    found = client.get(reverse("members:firms"), {"search": text}).context["table"].rows
    assert [row.record.pk for row in found] == [wanted.pk]


def test_numbers_of_the_list_follow_each_act(client, secretary):
    kept, dropped = make_firm(), make_firm()
    url = reverse("members:firms")
    numbers = [client.get(url).context["table"].paginator.count]
    merge = make_merge(kept, dropped)
    numbers.append(client.get(url).context["table"].paginator.count)
    client.post(reverse("members:merge_undo", args=[merge.pk]))
    numbers.append(client.get(url).context["table"].paginator.count)
    assert numbers == [2, 1, 2]
    assert listing.figures_on(date(2026, 12, 18))[0].number == 2
    assert merge.merged_at == MERGED_AT
