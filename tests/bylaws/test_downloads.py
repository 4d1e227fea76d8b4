"""Papers and files of a text: what they say, what they are called, who may have them."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from django.test import Client

from bylaws.choices import AmendmentState
from bylaws.domain import stored, versions
from bylaws.domain.amendments import amending, editing
from bylaws.domain.formats.akn_reader import read_akn
from bylaws.domain.formats.docx_reader import read_docx
from bylaws.domain.formats.docx_tracked import TrackedChanges
from bylaws.domain.formats.json_format import read_json
from bylaws.domain.formats.markdown import read_markdown
from bylaws.domain.papers import comparing
from bylaws.domain.papers.issuing import FORMS, MEDIA_TYPES
from bylaws.domain.text.provisions import canonical, parse
from bylaws.enums import Scheme
from bylaws.models import Amendment
from members.models import User
from records.fields import Translated
from tests.bylaws.published import FIRST, SECOND, THIRD, publish
from tests.bylaws.tables import text
from tests.factories.pdf import pages_of, squeezed, text_of
from tests.factories.texts import AT, make_amendment, make_regulation, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def published():
    return publish(FIRST, SECOND, THIRD)


@pytest.fixture
def member() -> Client:
    """Someone who may log in and has no role."""
    found = Client()
    found.force_login(User.objects.create_user("member@firm.example"))
    return found


@pytest.fixture
def secretariat() -> Client:
    user = User.objects.create_user("office@firm.example")
    user.roles.create(role="secretariat")
    found = Client()
    found.force_login(user)
    return found


def address(version, paper: str, form: str, lang: str = "zh") -> str:
    return f"/bylaws/versions/{version.pk}/{paper}.{form}?lang={lang}"


def download(version, paper: str, form: str, lang: str = "zh", client=None) -> bytes:
    answer = (client or Client()).get(address(version, paper, form, lang))
    assert answer.status_code == 200
    assert answer["Content-Type"] == MEDIA_TYPES[form]
    return answer.content


def whole(version) -> str:
    return squeezed(versions.text_of(version))


# Clean text


def test_plain_file_is_the_text(published):
    assert download(published.versions[0], "text", "txt").decode() == f"{FIRST}\n"


def test_markdown_reads_back_as_the_text(published):
    written = download(published.versions[0], "text", "md").decode()

    assert read_markdown(written, Scheme.ZH).provisions == parse(FIRST)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("paper", ["text", "certified"])
def test_word_file_reads_back_as_the_text(published, paper, lang):
    assert canonical(read_docx(download(published.versions[1], paper, "docx", lang))) == SECOND


@pytest.mark.parametrize(("lang", "title"), [("zh", "协会章程"), ("en", "AssociationBylaws")])
def test_pdf_says_the_whole_text_under_its_title(published, lang, title):
    said = text_of(download(published.versions[1], "text", "pdf", lang))

    assert whole(published.versions[1]) in said
    assert said.startswith(title)


def test_pdf_of_a_draft_says_that_it_is_one(member):
    draft = make_version(make_regulation(), FIRST)

    assert "草案，尚未表决通过" in text_of(download(draft, "text", "pdf", client=member))


def test_json_reads_back_with_identities_days_and_links(published):
    version = published.versions[1]
    read = read_json(download(version, "text", "json").decode())

    assert [p.id for p in read.provisions] == [p.id for p in stored.provisions_of(version)]
    assert (read.digest, read.previous, read.chain) == (
        version.digest,
        published.versions[0].chain,
        version.chain,
    )
    assert (read.adopted_on, read.approved_on, read.effective_on) == (date(2023, 5, 1),) * 3
    assert read.regulation == published.regulation.pk


def test_json_carries_the_rules_that_the_text_states(published):
    version = published.versions[0]
    place = version.provisions.get(text="甲。").permanent_id
    version.parameters.create(key="assembly.notice_days", value=15, provision=place, quote="甲")

    rules = json.loads(download(version, "text", "json"))["parameters"]

    assert rules == [
        {"key": "assembly.notice_days", "value": 15, "provision": str(place), "quote": "甲"}
    ]


def test_akoma_ntoso_reads_back_with_the_text_and_its_days(published):
    version = published.versions[1]
    read = read_akn(download(version, "text", "xml"))

    assert read.provisions == stored.provisions_of(version)
    assert (read.title, read.association, read.country) == ("章程", "协会", "cn")
    assert read.expression_iri == "/akn/cn/act/bylaws/association/2021-04-15/bylaws/zho@2023-05-01"


# Certified copy


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        (
            "zh",
            [
                "与原件核对",
                "表决通过：2021年4月15日会员大会",
                "核准：2021年4月15日",
                "第{}页，共{}页",
            ],
        ),
        ("en", ["Certifiedcopy", "Adopted:15April2021,Generalassembly", "Page{}of{}"]),
    ],
)
def test_certified_copy_says_days_decisions_and_digests_on_every_page(lang, told):
    version = publish(text("bylaws-v1.txt")).versions[0]
    content = download(version, "certified", "pdf", lang)
    said, pages = text_of(content), pages_of(content)

    assert pages > 5
    assert [words for words in told if words.format(pages, pages) not in said] == []
    # At the foot of each page; the certificate names them once more.
    assert (said.count(version.digest), said.count(version.chain)) == (pages + 1, pages + 1)


def test_certified_copy_of_what_awaits_approval_says_not_yet():
    published = publish(FIRST)
    draft = make_version(published.regulation, SECOND, base=published.versions[0])
    versions.adopt_version(version=draft, decision=published.versions[0].adoption, by=None, at=AT)

    assert "核准：尚未" in text_of(download(draft, "certified", "pdf"))


def test_draft_is_certified_by_nobody(member):
    draft = make_version(make_regulation(), FIRST)

    assert member.get(address(draft, "certified", "pdf")).status_code == 404


# Comparison and redline


@pytest.fixture
def explained(published):
    """The amendment that made the second version, with its reasons."""
    first, second = published.versions[:2]
    amendment = make_amendment(first)
    amending.derive_amendment(
        amendment=amendment,
        provisions=stored.provisions_of(second),
        revision=amendment.revision,
        by=None,
        at=AT,
    )
    amendment.changes.update(reason=Translated(zh="因为需要", en="Because it is needed"))
    Amendment.objects.filter(pk=amendment.pk).update(result=second, state=AmendmentState.ADOPTED)
    return second


def test_rows_of_a_comparison_have_both_texts_and_the_reason(explained):
    comparison = comparing.of_version(explained)

    rows = [row.plain() for row in comparison.rows("zh")]

    assert [(r.old_number, r.new_number, r.old_text, r.new_text, r.reason) for r in rows] == [
        (
            "第二条",
            "第二条",
            "依照第三条：\n（一）子；\n（二）丑。",
            "依照第四条：\n（一）子；\n（二）丑。",
            "相应调整",
        ),
        ("", "第三条", "", "新的一条。", "因为需要"),
    ]


@pytest.mark.parametrize(("lang", "reason"), [("zh", "因为需要"), ("en", "Becauseitisneeded")])
def test_comparison_says_old_new_and_why_in_both_formats(explained, lang, reason):
    pdf = text_of(download(explained, "comparison", "pdf", lang))
    with ZipFile(BytesIO(download(explained, "comparison", "docx", lang))) as file:
        word = file.read("word/document.xml").decode()

    assert [part for part in (reason, "新的一条。", "依照第四条") if part not in pdf] == []
    assert "因为需要" in word or "Because it is needed" in word
    assert "第五条丁" not in pdf


def test_redline_in_word_is_the_new_text_accepted_and_the_old_one_rejected(explained):
    content = download(explained, "redline", "docx")

    assert canonical(read_docx(content, tracked=TrackedChanges.ACCEPT)) == SECOND
    assert canonical(read_docx(content, tracked=TrackedChanges.REJECT)) == FIRST


def test_redline_on_paper_shows_struck_and_put_in(published):
    said = text_of(download(published.versions[2], "redline", "pdf", "en"))

    assert "Trackedchanges" in said
    assert "甲甲。" in said
    assert "丁。" in said


def test_first_version_is_compared_with_nothing(published):
    for paper in ("comparison", "redline"):
        assert Client().get(address(published.versions[0], paper, "pdf")).status_code == 404


def test_amendment_is_compared_before_its_vote(published, secretariat):
    amendment = make_amendment(published.versions[2])
    editing.replace_provision(
        amendment=amendment,
        provision=published.id("第一条", 2),
        text="尚在草拟。",
        revision=amendment.revision,
        by=None,
        at=AT,
    )
    for paper in ("comparison", "redline"):
        answer = secretariat.get(f"/bylaws/amendments/{amendment.pk}/{paper}.pdf?lang=zh")
        assert "尚在草拟。" in text_of(answer.content)
    for name in ("text.pdf", "comparison.txt"):
        assert secretariat.get(f"/bylaws/amendments/{amendment.pk}/{name}").status_code == 404


# Names, formats, permissions


def test_file_has_a_name_in_ascii_and_one_to_read(published):
    disposition = {
        lang: Client().get(address(published.versions[0], "certified", "docx", lang))[
            "Content-Disposition"
        ]
        for lang in ("zh", "en")
    }

    assert {lang: unquote(name) for lang, name in disposition.items()} == {
        "zh": 'attachment; filename="bylaws-version-1-certified.zh.docx"; '
        "filename*=UTF-8''章程（1版）与原件核对.docx",
        "en": 'attachment; filename="bylaws-version-1-certified.en.docx"; '
        "filename*=UTF-8''Bylaws (version 1版), certified copy.docx",
    }
    assert all(name.isascii() for name in disposition.values())


def test_the_same_paper_has_the_same_bytes(published):
    for paper, form in (("certified", "pdf"), ("redline", "docx"), ("text", "xml")):
        made = {download(published.versions[1], paper, form) for _ in range(2)}
        assert len(made) == 1


def test_every_offer_is_there_and_nothing_else_is(published):
    version = published.versions[2]
    made = [
        (paper, form)
        for paper in FORMS
        for form in MEDIA_TYPES
        if Client().get(address(version, paper, form)).status_code == 200
    ]

    assert made == [
        (paper, form) for paper in FORMS for form in MEDIA_TYPES if form in FORMS[paper]
    ]
    page = Client().get(f"/bylaws/public/{published.regulation.pk}/").content.decode()
    assert [
        (paper, form)
        for paper, form in made
        if address(version, paper, form).replace("&", "&amp;") not in page
    ] == []
    for paper, form in (("minutes", "pdf"), ("text", "exe")):
        assert Client().get(address(version, paper, form)).status_code == 404


def test_draft_and_unpublished_text_are_for_whoever_logs_in(published, member):
    draft = make_version(published.regulation, FIRST, base=published.versions[2])
    adopted = published.versions[0]
    published.regulation.is_public = False
    published.regulation.save()

    for version in (draft, adopted):
        url = address(version, "text", "txt")
        assert Client().get(url)["Location"].startswith("/accounts/login/")
        assert member.get(url).status_code == 200


def test_published_text_is_not_compared_with_a_draft_for_everyone(member):
    regulation = make_regulation()
    draft = make_version(regulation, FIRST.replace("丁", "秘而不宣"), label="草案")
    version = make_version(regulation, FIRST, base=draft)
    other = publish(SECOND, title=Translated(zh="别的", en="Other"), kind="financial_rules")
    versions.adopt_version(version=version, decision=other.versions[0].adoption, by=None, at=AT)

    url = address(version, "redline", "docx")
    assert (Client().get(url).status_code, member.get(url).status_code) == (404, 200)


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (AmendmentState.DRAFT, 404),
        (AmendmentState.WITHDRAWN, 404),
        (AmendmentState.CONSULTATION, 200),
        (AmendmentState.SUBMITTED, 200),
    ],
)
def test_drafted_amendment_is_for_those_who_read_drafts(
    published, member, secretariat, state, status
):
    amendment = make_amendment(published.versions[2])
    Amendment.objects.filter(pk=amendment.pk).update(state=state)
    url = f"/bylaws/amendments/{amendment.pk}/comparison.docx"

    assert (member.get(url).status_code, secretariat.get(url).status_code) == (status, 200)
    assert Client().get(url).status_code == 302


def test_paper_that_cannot_be_made_says_why_on_the_page_of_its_text(member):
    version = publish("只有前言，没有条文。").versions[0]
    url = address(version, "text", "xml", "en")

    answer = member.get(url, headers={"accept-language": "en"}, follow=True)

    assert answer.redirect_chain == [(f"/bylaws/versions/{version.pk}/", 302)]
    assert "The text has no article." in answer.content.decode()
    assert Client().get(url).status_code == 404
