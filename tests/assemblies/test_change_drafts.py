"""The draft of a correction, a postponement, a cancellation says what is of that kind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.html import strip_tags

from assemblies.domain.convening import letters
from assemblies.domain.convening.change_drafts import NewDate, draft_change, has_gap
from assemblies.enums import DeliveryChannel, NoticeKind
from assemblies.models import Assembly
from members.models import Firm
from records.fields import Translated
from tests.assemblies.test_naming import add_late, meeting
from tests.factories.assemblies import STARTS_AT, both, convened, make_secretary
from tests.factories.pdf import squeezed, text_of
from tests.factories.proxies import meeting_by_proxy

pytestmark = pytest.mark.django_db
LATER = STARTS_AT + timedelta(days=30)


def test_correction_names_what_was_added_and_says_that_the_rest_stands() -> None:
    assembly = convened(meeting("de"), 3)
    add_late(assembly, days=16)
    subject, text = draft_change(assembly, NoticeKind.CORRECTION)
    assert subject.en == "Correction: notice of the First meeting of the fourth general assembly"
    assert "Item 2 is added to the agenda: Late motion" in text.en
    assert "议程增加第2项：临时议案" in text.zh
    assert "The meeting is held on 18 December 2026 at 09:00, Exhibition centre." in text.en
    assert "2026年12月18日09:00" in text.zh
    assert not has_gap(text)


def test_correction_without_an_item_leaves_a_place_to_fill_in() -> None:
    _subject, text = draft_change(convened(meeting(), 3), NoticeKind.CORRECTION)
    assert has_gap(text)
    assert [key for key, told in text.items() if "【▷" in told] == ["zh", "en"]


def test_postponement_gives_the_old_and_the_new_day_and_place_and_what_stays() -> None:
    assembly = meeting_by_proxy()
    new = NewDate(LATER, both("文化宫", "Palace of culture"))
    subject, text = draft_change(assembly, NoticeKind.POSTPONEMENT, new)
    assert subject.zh.startswith("延期至2027年1月17日")
    for line in (
        "Until now: 18 December 2026 at 09:00, Exhibition centre",
        "From now on: 17 January 2027 at 09:00, Palace of culture",
        "Authorities to vote stay valid for the new day.",
    ):
        assert line in text.en
    for line in ("原定：2026年12月18日09:00，会展中心", "改为：2027年1月17日09:00，文化宫"):
        assert line in text.zh
    assert "The place stays the same." not in text.en


def test_postponement_to_the_same_place_says_so_and_tells_of_no_authorities() -> None:
    assembly = convened(meeting(), 3)
    _subject, text = draft_change(
        assembly, NoticeKind.POSTPONEMENT, NewDate(LATER, Translated(zh="", en=""))
    )
    assert "The place stays the same." in text.en
    assert "at 09:00, Exhibition centre" in text.en
    assert "uthorities" not in text.en


def test_cancellation_says_that_nobody_need_come() -> None:
    subject, text = draft_change(convened(meeting(), 3), NoticeKind.CANCELLATION)
    assert subject.zh.startswith("取消：")
    assert "No meeting takes place on 18 December 2026 at 09:00" in text.en
    assert "You need not come" in text.en
    assert "asked to attend" not in text.en


def test_page_asks_for_the_new_date_then_drafts_and_sends_only_when_filled_in() -> None:
    assembly, client = convened(meeting(), 3), Client(headers={"accept-language": "en"})
    client.force_login(make_secretary())
    page = f"/assemblies/{assembly.pk}/notices/postpone/"
    asked = client.get(page).context["form"]
    assert list(asked.fields) == ["starts_at", "place"]
    date = {"starts_at": "2027-01-17T09:00", "place_zh": "文化宫", "place_en": "Palace"}
    drafted = client.post(page, date | {"draft": "1"}).context["form"]
    text = drafted["text"].initial
    assert "17 January 2027" in text.en
    words = {f"subject_{key}": drafted["subject"].initial[key] for key in text}
    told = {f"text_{key}": said for key, said in text.items()}
    shown = client.post(page, date | words | told)
    assert "Fill in what stands between" in strip_tags(shown.content.decode())
    told = {name: said.replace("【▷ ", "").replace("】", "") for name, said in told.items()}
    assert client.post(page, date | words | told).status_code == 302
    again = Assembly.objects.get(pk=assembly.pk)
    assert (again.starts_at, again.place.en) == (LATER, "Palace")
    assert again.notices.count() == 2


def test_letter_prints_the_draft_and_the_name_of_the_association_once() -> None:
    assembly = convened(meeting(), 2)
    Firm.objects.update(address="会展路1号")
    notice = assembly.notices.get()
    notice.deliveries.update(channel=DeliveryChannel.LETTER, address="会展路1号")
    notice.subject, notice.text = draft_change(assembly, NoticeKind.CANCELLATION)
    notice.save()
    paper = text_of(letters.letters_pdf(notice=notice, language="en"))
    assert squeezed("What you are asked to do") in paper
    # In its head, above the window and where it signs, in each of two letters.
    assert paper.count(squeezed("Jindong Automobile Association")) == 2 * 3
