"""The programme of a term, and the annex of the work report that is drafted from the record."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import docx
import pytest
from django.test import Client
from django.utils.translation import override

from assemblies.domain.carrying import annex, goals, progress
from assemblies.enums import ProgressState, Section
from assemblies.errors.carrying import GoalEmpty, PeriodReversed
from assemblies.models import AgendaItem, Assembly, Goal
from members.domain.register import change_standing
from members.enums import StandingStatus
from members.models import Standing
from records.domain import log
from records.fields import Translated
from tests.factories.assemblies import (
    DAY,
    add_motion,
    add_report,
    both,
    make_assembly,
    make_secretary,
    minute,
    opened,
    vote_by_hands,
)
from tests.factories.members import make_person
from tests.factories.pdf import text_of

pytestmark = pytest.mark.django_db
SAID = "各位会员。本届要办好技能培训！建立维修价格公示制度。"
YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def spoken() -> tuple[Assembly, AgendaItem]:
    assembly = make_assembly()
    item = add_report(assembly)
    AgendaItem.objects.filter(pk=item.pk).update(note=Translated(zh=SAID))
    return assembly, item


def test_sentences_of_a_speech_become_goals_with_where_they_were_said() -> None:
    assembly, item = spoken()
    sentences = goals.sentences_of(assembly)
    assert [one.text.text("zh") for one in sentences] == [
        "各位会员。",
        "本届要办好技能培训！",
        "建立维修价格公示制度。",
    ]
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_secretary(), backend="django.contrib.auth.backends.ModelBackend")
    page = f"/assemblies/{assembly.pk}/goals/"
    assert "本届要办好技能培训！" in client.get(page).content.decode()
    picked = {"sentence": [one.key for one in sentences[1:]]}

    client.post(page, picked)
    client.post(page, picked)

    found = list(Goal.objects.order_by("position"))
    assert [dict(goal.title) for goal in found] == [
        {"zh": "本届要办好技能培训！"},
        {"zh": "建立维修价格公示制度。"},
    ]
    assert {goal.item for goal in found} == {item}
    assert found[0].source.text("zh") == f"{assembly.title.text('zh')}，宣布开会"
    assert log.verify(stream=f"term:{assembly.term_id}") == 2


def test_goal_has_owner_and_date_and_is_late_when_nothing_was_done() -> None:
    assembly = make_assembly()
    told = {"term": assembly.term, "by": None, "at": minute(1)}
    with pytest.raises(GoalEmpty):
        goals.add_goal(title=Translated(zh=" "), **told)
    goal = goals.add_goal(title=both("办好培训", "Train the trade"), **told)
    owner = make_person()
    progress.assign(thing=goal, owner=owner, due_on=DAY, by=None, at=minute(2))

    assert [row.pk for row in progress.owned_by(owner)] == [goal.pk]
    with override("en"):
        late = [task.title for task in progress.tasks_on(DAY + timedelta(days=1))]
    assert late == ["Past its date: Train the trade"]
    progress.note_progress(
        thing=goal, progress=ProgressState.DROPPED, text="No money.", by=None, at=minute(3)
    )
    assert list(progress.tasks_on(DAY + timedelta(days=1))) == []


def test_annex_counts_members_resolutions_and_goals_of_the_period() -> None:
    assembly = make_assembly()
    motions = [add_motion(assembly), add_motion(assembly)]
    opened(assembly, members=9, present=7)
    done, _open = [vote_by_hands(motion, (6, 1, 0)) for motion in motions]
    progress.note_progress(
        thing=done, progress=ProgressState.CARRIED_OUT, text="Done.", by=None, at=minute(9)
    )
    goals.add_goal(
        term=assembly.term, title=both("办好培训", "Train the trade"), by=None, at=minute(9)
    )
    gone = Standing.objects.order_by("pk")[0]
    change_standing(
        membership=gone.membership,
        status=StandingStatus.RESIGNED,
        from_on=date(2026, 12, 10),
        reason=both("退会", "left"),
        source="letter",
        by=None,
        at=minute(0),
    )

    whole = annex.annex_of(date(2026, 12, 5), date(2026, 12, 31))
    before = annex.annex_of(*[date(2026, 12, 17)] * 2)

    assert whole.total.before + whole.total.joined - whole.total.left == whole.total.after == 8
    assert whole.total.left == 1
    assert whole.counts["carried_out"] == whole.counts["open"] == 1
    assert whole.goal_counts["open"] == 1
    assert before.resolutions == []


def test_annex_is_printed_in_both_languages_and_not_backwards() -> None:
    make_assembly()
    zh = annex.annex_pdf(from_on=YEAR[0], until_on=YEAR[1], language="zh")
    en = annex.annex_pdf(from_on=YEAR[0], until_on=YEAR[1], language="en")
    assert "通过0项" in "".join(text_of(zh).split())
    assert "0passed:0carriedout" in "".join(text_of(en).split())
    word = annex.annex_word(from_on=YEAR[0], until_on=YEAR[1], language="en")
    written = "".join(line.text for line in docx.Document(BytesIO(word)).paragraphs)
    assert "0 passed: 0 carried out" in written
    assert "4. Goals of the term" in written
    with pytest.raises(PeriodReversed):
        annex.annex_of(YEAR[1], YEAR[0])


def test_words_of_the_minutes_are_offered_as_they_stand_last() -> None:
    assembly, item = spoken()
    AgendaItem.objects.filter(pk=item.pk).update(note=Translated())
    for revision, text in enumerate(["First words.", "Last words."], start=1):
        item.free_texts.create(
            assembly=assembly,
            section=Section.DISCUSSION,
            revision=revision,
            text=Translated(en=text),
            written_at=minute(revision),
        )
    assert [dict(one.text) for one in goals.sentences_of(assembly)] == [{"en": "Last words."}]
