"""Templates of letters: complete in every language, with known fields alone; and previews."""

import pytest

from members.domain.letters import letter_templates
from members.enums import LetterPurpose
from members.errors import FieldUnknown, LetterTextMissing, TemplateTitleTaken
from members.models import LetterTemplate, Mailing
from records.fields import Translated
from records.models import LogEntry
from tests.factories.mailings import BODY, SUBJECT
from tests.factories.members import AT
from tests.members.test_letter_pages import TYPED, make_firms, text_of, url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(client):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def save(template=None, **facts):
    given = {"title": "T", "purpose": LetterPurpose.GENERAL, "subject": SUBJECT, "body": BODY}
    return letter_templates.save_template(template=template, by=None, at=AT, **(given | facts))


def test_template_is_saved_once_and_changed():
    template = save()
    save(template)
    save(template, title="U")

    payloads = LogEntry.objects.filter(event="letter_template_saved").order_by("position")
    assert [row.payload["changed"] for row in payloads] == [
        ["title", "subject", "body"],
        ["title"],
    ]
    assert LetterTemplate.objects.get().title == "U"


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"body": Translated(zh="甲", en="")}, LetterTextMissing),
        ({"subject": Translated(zh="甲")}, LetterTextMissing),
        ({"body": Translated(zh="{amount}", en="A")}, FieldUnknown),
        ({"title": "T"}, TemplateTitleTaken),
    ],
)
def test_faulty_template_is_refused(facts, error):
    save()

    with pytest.raises(error):
        save(**({"title": "U"} | facts))

    assert LetterTemplate.objects.count() == 1


def test_template_may_use_the_fields_of_its_purpose():
    both = Translated(zh="{amount}", en="{due_on}")

    assert save(purpose=LetterPurpose.REMINDER, body=both).body == both


def test_standard_templates_are_added_once_and_removed_on_demand(client, secretary):
    client.post(url("letter_templates_standard"))
    client.post(url("letter_templates_standard"))
    found = LetterTemplate.objects.all()
    assert len(found) == len(letter_templates.STANDARD_LETTERS)

    for template in found:
        assert client.get(url("letter_template", template.pk)).status_code == 200
    client.post(url("letter_template_remove", found[0].pk))

    assert LetterTemplate.objects.count() == len(letter_templates.STANDARD_LETTERS) - 1


def test_template_page_keeps_what_was_typed_when_it_refuses(client, secretary):
    answer = client.post(url("letter_template_add"), TYPED | {"body_en": "{nobody}"})
    assert answer.status_code == 400
    assert "{nobody}, which is not known" in text_of(answer)

    client.post(url("letter_template_add"), TYPED)
    assert LetterTemplate.objects.get().body == {"zh": "编号{number}。", "en": "Number {number}."}


def test_template_fills_the_page_and_the_preview(client, secretary):
    [firm] = make_firms("A1", en="First")
    template = LetterTemplate.objects.create(
        title="T", purpose="general", subject=SUBJECT, body=BODY
    )

    page = text_of(client.get(url("mailing_new", query=f"?template={template.pk}")))

    assert f"As {firm.name.en} would get it" in page
    assert "Your number: A1." in page


def test_preview_is_for_the_number_typed_and_says_what_is_wrong(client, secretary):
    make_firms("A1", "A2")

    def shown(**typed):
        return text_of(client.post(url("letter_preview"), TYPED | typed))

    assert "Number A2." in shown(shown_for="A2")
    assert "<p>&lt;b&gt;A1" in shown(body_en="<b>{number}")
    assert "{amuont}, which is not known" in shown(body_en="{amuont}")
    assert "No firm has this member number." in shown(shown_for="B9")
    assert "‹amount that is due›" in shown(purpose="reminder", body_en="{amount}")
    by_hand = shown(purpose="reminder", body_en="{amount}", by_hand="True")
    assert "{amount}, which is not known" in by_hand
    empty = {"body_zh": "", "body_en": "", "subject_zh": "", "subject_en": ""}
    assert "Write a subject and a text" in shown(**empty)
    assert Mailing.objects.count() == 0
