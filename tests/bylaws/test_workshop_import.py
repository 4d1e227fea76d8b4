"""A whole text through the pages: uploaded, looked at, kept or proposed, or refused."""

import json
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from bylaws.domain import stored, versions
from bylaws.domain.amendments import adoption
from bylaws.domain.formats.json_format import TextDocument, write_json
from bylaws.domain.formats.markdown import write_markdown
from bylaws.domain.text.provisions import parse
from bylaws.enums import Scheme
from bylaws.models import Amendment, Regulation, Version
from records.models import Decision, LogEntry
from tests.bylaws.formats.word_files import p as paragraph
from tests.bylaws.formats.word_files import relations, root, word_file, zipped
from tests.factories.texts import AT, bring_into_force, make_decision, make_regulation, make_version

pytestmark = pytest.mark.django_db

TEXTS = Path(__file__).parent.parent / "vectors" / "texts"
FIRST = (TEXTS / "bylaws-v1.txt").read_text(encoding="utf-8").strip()
SECOND = (TEXTS / "bylaws-v2.txt").read_text(encoding="utf-8").strip()
SHORT = "第一条 甲乙丙丁。\n第二条 依照第三条。\n第三条 戊己庚辛。"
PAST = {
    "label_zh": "2019年版",
    "label_en": "2019",
    "adopted_on": "2019-06-28",
    "adopted_by_zh": "会员大会",
    "adopted_by_en": "General assembly",
    "adoption_reference": "决议1号",
    "approved_on": "2019-08-01",
    "approval_reference": "核准1号",
    "effective_on": "2019-08-01",
    "keep": "",
}
PROPOSAL = {
    "label_zh": "2026年版",
    "label_en": "2026",
    "title_zh": "章程修正案",
    "title_en": "Amendment of the bylaws",
    "proposer": "理事会",
    "reason_zh": "与新规定衔接。",
    "reason_en": "",
    "propose": "",
}


@pytest.fixture
def regulation():
    return make_regulation()


@pytest.fixture
def base(regulation):
    return bring_into_force(make_version(regulation, SHORT), date(2021, 4, 15))


def address(regulation):
    return reverse("bylaws:import", args=[regulation.pk])


def upload(client, regulation, name, data):
    return client.post(address(regulation), {"file": SimpleUploadedFile(name, data), "text": ""})


def test_sample_bylaws_go_from_file_to_adopted_version(office):
    make_regulation("report")  # makes the association, as an installation has it
    opened = office.post(
        reverse("bylaws:regulation_new"),
        {"kind": "bylaws", "title_zh": "章程", "title_en": "Bylaws", "numbering": "zh"}
        | {"is_public": "on"},
    )
    regulation = Regulation.objects.get(kind="bylaws")
    assert opened["Location"] == address(regulation)
    seen = upload(office, regulation, "章程.txt", FIRST.encode("gb18030"))
    assert seen.status_code == 200
    assert Version.objects.count() == 0

    kept = office.post(address(regulation), {"text": FIRST, "base": "", **PAST})

    version = Version.objects.get()
    assert kept["Location"] == reverse("bylaws:version", args=[version.pk])
    assert versions.text_of(version) == FIRST
    assert (version.adoption.reference, version.approval.reference) == ("决议1号", "核准1号")

    page = office.post(address(regulation), {"text": SECOND}).content.decode()
    assert "beside version 2019" in page
    proposed = office.post(
        address(regulation), {"text": SECOND, "base": str(version.pk), **PROPOSAL}
    )

    amendment = Amendment.objects.get()
    assert proposed["Location"] == reverse("bylaws:amendment", args=[amendment.pk])
    assert (amendment.base, amendment.proposer, amendment.reason.zh) == (
        version,
        "理事会",
        "与新规定衔接。",
    )
    step = reverse("bylaws:amendment_step", args=[amendment.pk, "submit"])
    assert office.post(step)["Location"] == proposed["Location"]
    adopted = adoption.adopt_amendment(
        amendment=Amendment.objects.get(),
        decision=make_decision(date(2026, 12, 18)),
        by=None,
        at=AT,
    )
    assert versions.text_of(adopted) == SECOND


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", SHORT.encode()),
        ("a.txt", SHORT.encode("utf-16")),
        ("a.txt", SHORT.encode("gb18030")),
        ("a.md", write_markdown(parse(SHORT), Scheme.ZH).encode()),
        ("A.DOCX", word_file("".join(map(paragraph, SHORT.split("\n"))))),
        (
            "a.json",
            write_json(
                TextDocument(parse(SHORT), Scheme.ZH, {"zh": "章程"}, {"zh": "2019年版"})
            ).encode(),
        ),
    ],
    ids=["utf-8", "utf-16", "gb18030", "markdown", "word", "json"],
)
def test_every_format_gives_the_same_text(office, regulation, name, data):
    page = upload(office, regulation, name, data)

    assert page.templates[0].name == "bylaws/import_weigh.html"
    weighed = page.context["weighed"]
    assert weighed.provisions == parse(SHORT)
    assert weighed.blocking == []
    kept = {"text": page.context["upload"].text, "base": "", **PAST}
    if page.context["upload"].is_markdown:
        kept["markdown"] = "on"
    office.post(address(regulation), kept)
    assert versions.text_of(Version.objects.get()) == SHORT


def bomb():
    return zipped(
        {
            "_rels/.rels": relations(officeDocument="word/document.xml"),
            "word/document.xml": root("document", f"<w:body>{' ' * 80_000_000}</w:body>"),
        }
    )


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.txt", "没有条文的文字。".encode(), "No article was found."),
        ("a.txt", b" \n ", "There is no text."),
        ("a.txt", b"\x81\xff\x00\xfe\xff" * 9, "encoding is not known"),
        ("a.txt", "第一条 甲".encode() * 200_000, "The file is too large"),
        ("a.docx", b"PK\x03\x04broken", "no Word file (.docx), or it is damaged"),
        ("a.docx", bomb(), "too large"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old format (.doc)"),
        ("a.pdf", b"%PDF-1.7", "are not read"),
        ("a.json", b'{"schema": "other"}', "cannot be read"),
        ("a.xml", b"<!DOCTYPE x><x/>", "refused for safety"),
    ],
    ids=[
        "no article",
        "blank",
        "encoding",
        "too large",
        "broken word file",
        "bomb",
        "old word file",
        "pdf",
        "json",
        "xml",
    ],
)
def test_file_that_cannot_be_kept_is_refused_in_words(office, regulation, name, data, told):
    page = upload(office, regulation, name, data)

    assert page.templates[0].name == "bylaws/import_start.html"
    assert told in page.content.decode()
    assert (Version.objects.count(), Decision.objects.count()) == (0, 0)


def test_empty_form_and_empty_file_are_refused(office, regulation):
    empty = office.post(address(regulation), {"text": ""}).content.decode()
    file = upload(office, regulation, "a.txt", b"").content.decode()

    assert "There is no text." in empty
    assert "The submitted file is empty." in file


def test_refusal_is_told_in_chinese_too(visit, regulation):
    page = visit(language="zh-hans").post(address(regulation), {"text": "没有条文。"})

    assert "没有找到任何一条" in page.content.decode()


def test_missing_number_blocks_until_it_is_mended_or_the_order_decides(office, regulation):
    broken = SHORT.replace("第三条 戊", "第四条 戊")
    page = office.post(address(regulation), {"text": broken})
    assert "a number is missing between them" in page.content.decode()
    assert 'class="ws-source" lang="zh-Hans">第四条 戊己庚辛。</small>' in page.content.decode()
    assert "What is it?" not in page.content.decode()

    office.post(address(regulation), {"text": broken, "base": "", **PAST})
    assert Version.objects.count() == 0

    by_order = office.post(address(regulation), {"text": broken, "renumber": ""})
    assert "by its place it is “第三条”" in by_order.content.decode()
    office.post(address(regulation), {"text": broken, "renumber": "on", "base": "", **PAST})
    assert versions.text_of(Version.objects.get()) == SHORT


def test_tracked_changes_are_accepted_or_rejected_by_a_person(office, regulation):
    put_in = '<w:ins w:id="1" w:author="秘书" w:date="2026-11-20T00:00:00Z">'
    track = f"{put_in}<w:r><w:t>新</w:t></w:r></w:ins>"
    data = word_file(
        paragraph("第一条 甲。") + f"<w:p><w:r><w:t>第二条 乙</w:t></w:r>{track}</w:p>"
    )

    page = upload(office, regulation, "a.docx", data)

    assert page.context["texts"] == {
        "accept": "第一条 甲。\n第二条 乙新",
        "reject": "第一条 甲。\n第二条 乙",
    }
    assert "秘书" in page.content.decode()
    assert Version.objects.count() == 0


def test_number_that_was_not_updated_and_rules_that_differ_are_shown(office, regulation):
    old = "第一条 理事会会议须有三分之二以上理事出席。\n第二条 依照第三条。\n第三条 戊己庚辛。"
    base = bring_into_force(make_version(regulation, old), date(2021, 4, 15))
    base.parameters.create(
        key="council.quorum",
        value={"base": "entitled", "num": 2, "den": 3, "comparison": "ge"},
        provision=stored.provisions_of(base)[0].identity,
        quote="三分之二以上",
    )
    text = old.replace("三分之二", "四分之三").replace(
        "第三条 戊", "第三条 其它。\n第四条 见第九条，戊"
    )

    page = office.post(address(regulation), {"text": text}).content.decode()

    assert "Not updated?" in page
    assert "What was meant is 第四条 now." in page
    assert "Rules and words differ" in page
    assert "There is no “第九条”." in page


def test_days_that_contradict_each_other_are_told_and_the_form_is_kept(office, regulation):
    data = {"text": SHORT, "base": "", **PAST, "approved_on": "2019-01-01"}

    page = office.post(address(regulation), data).content.decode()

    assert "A text is not approved before it is adopted." in page
    assert 'value="决议1号"' in page
    # The refusal stands below a long text: the browser goes to it, not to the page's beginning.
    assert '<form class="panel-body" method="post" action="#acts"' in page
    assert (Version.objects.count(), Decision.objects.count()) == (0, 0)


def test_what_was_compared_with_another_version_is_shown_again(office, base):
    data = {"text": SHORT + "\n第四条 壬。", "base": "", **PROPOSAL}

    page = office.post(address(base.regulation), data)

    assert "compared with another version than before" in page.content.decode()
    assert not Amendment.objects.exists()
    office.post(address(base.regulation), {**data, "base": str(base.pk)})
    assert Amendment.objects.get().changes.count() == 1


def test_text_that_changes_nothing_is_no_amendment(office, base):
    data = {"text": SHORT, "base": str(base.pk), **PROPOSAL}

    page = office.post(address(base.regulation), data).content.decode()

    assert "there is nothing to amend" in page
    assert not Amendment.objects.exists()
    assert not LogEntry.objects.filter(event="amendment_opened").exists()


def test_first_text_may_be_kept_as_a_draft(office, regulation):
    data = {"text": SHORT, "base": "", "label_zh": "草案", "label_en": "Draft", "draft": ""}

    office.post(address(regulation), data)

    version = Version.objects.get()
    assert (version.adoption, version.label.zh) == (None, "草案")
    assert "A first draft" not in office.post(address(regulation), {"text": SHORT}).content.decode()


def test_settings_are_changed_and_logged(office, regulation):
    address = reverse("bylaws:regulation_settings", args=[regulation.pk])
    assert 'value="章程"' in office.get(address).content.decode()

    kept = office.post(
        address,
        {"title_zh": "协会章程", "title_en": "Bylaws", "matter": "bylaws", "is_public": "on"},
    )

    assert kept.status_code == 302
    regulation.refresh_from_db()
    assert (regulation.title.zh, regulation.needs_approval, regulation.is_public) == (
        "协会章程",
        False,
        True,
    )
    changed = LogEntry.objects.get(event="regulation_changed").payload["changed"]
    assert set(changed) == {"title", "needs_approval"}
    page = office.post(address, {"title_zh": "", "title_en": "", "matter": "lottery"})
    assert page.status_code == 200
    assert json.dumps(page.context["form"].errors.get_json_data()).count("code") == 2


def test_bylaws_are_one_text(office, regulation):
    address = reverse("bylaws:regulation_new")
    form = {"kind": "bylaws", "title_zh": "章程", "title_en": "Bylaws", "numbering": "zh"}

    page = office.post(address, form).content.decode()

    assert "The bylaws are here already: votes are counted by one text." in page
    assert list(Regulation.objects.all()) == [regulation]
    office.post(address, {**form, "kind": "other"})
    assert [r.kind for r in Regulation.objects.all()] == ["bylaws", "other"]
