"""The pages of letters: written, looked at, released, and what comes back."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from members.models import Letter, Mailing, Tag
from records.fields import Translated
from records.models import LogEntry
from tests.factories.mailings import make_mailing, make_reachable_firm
from tests.factories.members import AT, make_class, make_membership, suspend
from tests.members.test_delivery_reports import report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


TYPED = {
    "title": "Notice",
    "purpose": "general",
    "subject_zh": "致{firm}",
    "subject_en": "To {firm}",
    "body_zh": "编号{number}。",
    "body_en": "Number {number}.",
    "languages": ["zh", "en"],
    "way": "mail",
    "first": "representative",
    "second": "firm",
    "third": "",
    "numbers": "",
}


def url(name, *args, query=""):
    return reverse(f"members:{name}", args=args) + query


def write(client, query="", **typed):
    return client.post(url("mailing_new", query=query), TYPED | typed)


def text_of(answer):
    return " ".join(answer.content.decode().split())


def numbers_of(mailing):
    return list(mailing.letters.values_list("firm__membership__number", flat=True))


def make_firms(*numbers, **facts):
    return [
        make_reachable_firm(number=number, email=f"{number}@firm.example", **facts)
        for number in numbers
    ]


def test_letter_is_written_to_the_firms_that_the_filter_finds(client, secretary):
    council = make_class("council", rank=3)
    make_firms("A1", "A2", member_class=council)
    make_firms("A3")

    answer = write(client, f"?member_class={council.pk}")

    mailing = Mailing.objects.get()
    assert (answer.status_code, answer.url) == (302, url("mailing", mailing.pk))
    assert numbers_of(mailing) == ["A1", "A2"]
    assert mailing.selection == {
        "by": "filter",
        "filter": {"member_class": str(council.pk)},
        "firms": 2,
    }
    page = text_of(client.get(answer.url))
    assert f"Class: {council}" in page
    assert "nothing has been sent" in page


def test_active_firms_are_written_to_where_nobody_chooses(client, secretary):
    make_firms("A1")
    suspend(make_membership(number="A2"))

    write(client)

    assert numbers_of(Mailing.objects.get()) == ["A1"]


def test_ticked_firms_are_carried_from_the_list_to_the_letter(client, secretary):
    firms = make_firms("A1", "A2", "A3")
    ticked = [str(firms[0].pk), str(firms[2].pk)]

    answer = client.post(url("mailing_choose"), {"firm": ticked, "query": "x=1"})

    assert answer.status_code == 302
    query = "?" + answer.url.partition("?")[2]
    write(client, query)
    assert numbers_of(Mailing.objects.get()) == ["A1", "A3"]
    assert Mailing.objects.get().selection == {"by": "ticked", "firms": 2}


def test_all_firms_of_a_list_are_carried_by_its_filter(client, secretary):
    tag = Tag.objects.create(name="north")
    for firm in make_firms("A1", "A2"):
        firm.tags.add(tag)
    make_firms("A3")

    chosen = {"all": "1", "query": f"tag={tag.pk}"}
    answer = client.post(url("mailing_choose"), chosen)

    assert answer.url == url("mailing_new", query=f"?tag={tag.pk}")
    assert "2 firms get the letter" in text_of(client.get(answer.url))
    nothing = client.post(url("mailing_choose"), {"query": "status=active"})
    assert nothing.url == url("firms", query="?status=active")


@pytest.mark.parametrize("numbers", ["A3 A1", "A3,A1", "A3、A1；A3", "A3\r\nA1\r\n", " A3\tA1;"])
def test_pasted_numbers_take_the_place_of_the_filter(client, secretary, numbers):
    make_firms("A1", "A2", "A3")

    write(client, numbers=numbers)

    assert numbers_of(Mailing.objects.get()) == ["A1", "A3"]


def test_number_of_a_duplicate_means_the_firm_that_it_goes_on_as(client, secretary):
    kept, dropped = make_firms("A1", "A2")
    dropped.merged_into = kept
    dropped.save(update_fields=["merged_into"])

    write(client, numbers="A2 A1")

    assert numbers_of(Mailing.objects.get()) == ["A1"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"numbers": "A1 B7 B8"}, "No firm has these member numbers: B7, B8."),
        ({"body_en": "{amount}"}, "{amount}, which is not known"),
        ({"body_en": "{"}, "A brace names no field"),
        ({"body_en": " "}, "Subject or text is empty in this language: English."),
        ({"title": ""}, "This field is required."),
        ({"languages": []}, "This field is required."),
        ({"first": "nobody"}, "Select a valid choice."),
        ({"purpose": "spam"}, "Select a valid choice."),
    ],
)
def test_faulty_letter_comes_back_with_what_was_typed(client, secretary, typed, said):
    make_firms("A1")

    answer = write(client, **typed)

    assert (answer.status_code, Mailing.objects.count()) == (400, 0)
    assert said in text_of(answer)
    assert "编号{number}。" in text_of(answer)


def test_nobody_found_is_refused(client, secretary):
    answer = write(client, "?search=nobody")

    assert answer.status_code == 400
    assert "Nobody would get this letter." in text_of(answer)


@pytest.mark.parametrize("query", ["?firm=x", "?template=x", "?member_class=x&tag=99", "?status=x"])
def test_address_that_chooses_nonsense_still_answers(client, secretary, query):
    make_firms("A1")

    assert client.get(url("mailing_new", query=query)).status_code == 200


def test_attachment_goes_to_all_and_must_be_a_paper(client, secretary):
    make_firms("A1", "A2")
    paper = SimpleUploadedFile("通知.pdf", b"%PDF-1.7 x")
    other = SimpleUploadedFile("virus.exe", b"MZ")

    assert write(client, attachment=other).status_code == 400
    write(client, attachment=paper)

    assert {row.attachment.name for row in Letter.objects.all()} == {"通知.pdf"}


def test_letter_is_shown_without_a_script_too(client, secretary):
    make_firms("A1")

    answer = write(client, show="1", title="")

    assert (answer.status_code, Mailing.objects.count()) == (200, 0)
    assert "Number A1." in text_of(answer)


def test_draft_is_edited_with_the_fields_that_its_letters_have(client, secretary):
    [firm] = make_firms("A1")
    mailing = make_mailing(
        firm,
        body=Translated(en="{seats}"),
        subject=Translated(en="S"),
        fields={firm.pk: {"seats": "3"}},
    )
    page = text_of(client.get(url("mailing_edit", mailing.pk)))
    assert "{seats}" in page
    assert "<p>3</p>" in page

    typed = TYPED | {
        "body_zh": "",
        "subject_zh": "",
        "body_en": "Seats: {seats}",
        "languages": ["en"],
    }
    answer = client.post(url("mailing_edit", mailing.pk), typed)

    assert answer.url == url("mailing", mailing.pk)
    assert mailing.letters.get().body == {"en": "Seats: 3"}


def test_way_and_order_are_kept_for_the_next_edit(client, secretary):
    make_firms("A1")
    write(client, way="paper")
    mailing = Mailing.objects.get()
    assert mailing.reach == []
    assert 'value="paper"' in text_of(client.get(url("mailing_edit", mailing.pk)))

    client.post(url("mailing_edit", mailing.pk), TYPED | {"first": "dues", "second": "dues"})

    mailing.refresh_from_db()
    assert mailing.reach == ["dues"]


def test_release_page_says_how_many_go_by_which_way(client, secretary):
    firms = [*make_firms("A1", "A2"), make_reachable_firm(address="Ring Road 1")]
    mailing = make_mailing(*firms)

    page = text_of(client.get(url("mailing_release", mailing.pk)))
    assert "2 mails are sent now" in page
    assert "1 letter waits to be printed and posted" in page
    assert "Release 3 letters" in page
    client.post(url("mailing_release", mailing.pk))
    client.post(url("mailing_release", mailing.pk))

    mailing.refresh_from_db()
    assert (mailing.state, mailing.released_by) == ("released", secretary)
    assert LogEntry.objects.filter(event="mailing_released").count() == 1
    assert client.get(url("mailing_release", mailing.pk)).url == url("mailing", mailing.pk)
    assert client.get(url("mailing_edit", mailing.pk)).url == url("mailing", mailing.pk)


def test_firms_without_an_address_stop_the_release_until_they_are_out(client, secretary):
    mailing = make_mailing(*make_firms("A1"), make_reachable_firm())

    client.post(url("mailing_release", mailing.pk))
    page = text_of(client.get(url("mailing", mailing.pk)))
    assert "Firms with no address at all: 1." in page
    assert "1 firm has no address at all" in page
    answer = client.post(url("mailing_act", mailing.pk, "drop-faults"), follow=True)

    assert "1 firm is taken out." in text_of(answer)
    assert numbers_of(mailing) == ["A1"]


def test_letters_of_a_mailing_are_turned_over_one_by_one(client, secretary):
    first, second = make_firms("A1", "A2")
    mailing = make_mailing(first, second)
    one, two = (mailing.letters.get(firm=firm) for firm in (first, second))

    page = text_of(client.get(url("letter", one.pk)))
    assert "Letter 1 of 2" in page
    assert url("letter", two.pk) in page
    assert "Your number: A1." in page
    answer = client.post(url("letter_act", one.pk, "drop"))

    assert answer.url == url("mailing", mailing.pk)
    assert numbers_of(mailing) == ["A2"]


def test_figures_lead_to_the_letters_that_they_count(client, secretary):
    mail, paper, fault = (
        make_reachable_firm(en="By mail", email="a@firm.example"),
        make_reachable_firm(en="On paper", address="Ring Road 1"),
        make_reachable_firm(en="Nowhere"),
    )
    mailing = make_mailing(mail, paper, fault)

    def shown(key):
        answer = client.get(url("mailing", mailing.pk, query=f"?show={key}"))
        return [row.firm for row in answer.context["page"]]

    found = [shown(key) for key in ("mail", "paper", "fault", "sent", "nonsense")]
    assert found == [[mail], [paper], [fault], [], [mail, paper, fault]]


def test_mail_that_came_back_is_marked_by_hand_and_written_on_paper(client, secretary):
    firm = make_reachable_firm(email="a@firm.example", address="Ring Road 1")
    mailing = make_mailing(firm, released=True)
    letter = mailing.letters.get()
    early = client.post(url("letter_act", letter.pk, "return"), {"words": "x"}, follow=True)
    assert "that cannot be done with it" in text_of(early)
    Letter.objects.update(state="sent", sent_at=AT)

    client.post(url("letter_act", letter.pk, "return"), {"words": "moved"})
    page = text_of(client.get(url("letter", letter.pk)))
    assert "moved" in page
    assert "Write it on paper instead" in page
    client.post(url("letter_act", letter.pk, "paper"))

    paper = mailing.letters.get(channel="letter")
    assert url("letter", paper.pk) in text_of(client.get(url("letter", letter.pk)))
    client.post(url("letter_act", paper.pk, "post"))
    paper.refresh_from_db()
    assert paper.state == "sent"


def test_reports_are_read_in_and_each_is_answered_for(client, secretary):
    [firm] = make_firms("a", en="First")
    mailing = make_mailing(firm, released=True)
    Letter.objects.update(state="sent", sent_at=AT)

    file = SimpleUploadedFile("report.eml", report())
    page = text_of(client.post(url("letter_reports"), {"file": file}))

    assert "came back; noted" in page
    assert mailing.letters.get().state == "bounced"
    bad = client.post(url("letter_reports"), {"file": SimpleUploadedFile("a.eml", b"PK")})
    assert (bad.status_code, "a.eml holds no mail" in text_of(bad)) == (400, True)


def test_recipients_are_exported_harmlessly(client, secretary):
    firm = make_reachable_firm(zh="=1+1", en="First", number="A1", email="a@firm.example")
    mailing = make_mailing(firm)

    book = load_workbook(io.BytesIO(client.get(url("mailing_export", mailing.pk, "xlsx")).content))
    csv = client.get(url("mailing_export", mailing.pk, "csv")).content.decode("utf-8-sig")

    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    assert rows[1][:6] == ["A1", "'=1+1", "First", None, "mail", "a@firm.example"]
    assert csv.splitlines()[1].startswith("A1,'=1+1,First,,mail,a@firm.example,waiting,")
    assert client.get(url("mailing_export", mailing.pk, "exe")).status_code == 404


def test_paper_letters_are_one_file_and_posted_together(client, secretary):
    mailing = make_mailing(make_reachable_firm(address="Ring Road 1"), released=True)

    answer = client.get(url("mailing_papers", mailing.pk, "en", 1))

    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    assert client.get(url("mailing_papers", mailing.pk, "en", 2)).status_code == 404
    assert client.get(url("mailing_papers", mailing.pk, "fr", 1)).status_code == 404
    posted = client.post(url("mailing_act", mailing.pk, "post"), follow=True)
    assert "1 letter is noted as posted." in text_of(posted)
    assert client.post(url("mailing_act", mailing.pk, "nonsense")).status_code == 404


def test_outbox_lists_what_waits_for_a_release(client, secretary):
    draft = make_mailing(*make_firms("A1"), title="Waiting draft")
    make_mailing(*make_firms("A2"), title="Gone", released=True)

    page = text_of(client.get(reverse("desk:outbox")))

    assert url("mailing", draft.pk) in page
    assert "Waiting draft" in page
    assert "Gone" not in page


def test_lists_ask_the_same_questions_for_one_mailing_as_for_three(client, secretary):
    def queries(address):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    mailing = make_mailing(*make_firms("A1"))
    before = [queries(url("mailings")), queries(url("mailing", mailing.pk))]
    make_mailing(*make_firms("A2", "A3"))
    other = make_mailing(*make_firms("A4", "A5", "A6"))

    assert [queries(url("mailings")), queries(url("mailing", other.pk))] == before
