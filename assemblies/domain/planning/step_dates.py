"""The last day of each step, counted back from the meeting as the rulebook counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assemblies.domain.convening.notice import notice_period
from assemblies.domain.days import local_day
from assemblies.domain.governing import cited
from assemblies.domain.planning.step_templates import (
    NOTICE,
    PlanTemplate,
    StepTemplate,
    plan_template,
)
from assemblies.models import Assembly, PlanStep
from bylaws.domain.in_force import rulebook_on
from bylaws.domain.notice import latest_sending_date
from bylaws.domain.rules import Citation
from bylaws.errors import MustBeDeclared, NoRuleInForce
from bylaws.models import Association
from records.fields import Translated


@dataclass(frozen=True, slots=True)
class Due:
    """``proposed``: no rule sets the day, so the association may; ``citation`` names the rules on
    the day and on what is done, empty where none is known."""

    on: date
    citation: Translated
    proposed: bool


def template_of(assembly: Assembly) -> PlanTemplate:
    """The plan of the association's profile."""
    return plan_template(Association.objects.get().profile)


def due_of(assembly: Assembly, template: StepTemplate) -> Due:
    """Raises RuleRefused where no text says how the meeting is convened."""
    day = local_day(assembly.starts_at)
    book = rulebook_on(day)
    sources = [source for topic in template.topics for source in book.sources(topic)]
    if template.parameter == NOTICE:
        period = notice_period(assembly, sent_on=day)
        if period.days_required:
            return Due(period.latest_sending, _joined(period.citation, sources), proposed=False)
    elif template.parameter:
        try:
            answer = book.answer(template.parameter)
        except (NoRuleInForce, MustBeDeclared):
            pass
        else:
            assert isinstance(answer.value, int)  # these parameters are numbers of days
            on = latest_sending_date(day, answer.value)
            return Due(on, cited([*answer.citations, *sources]), proposed=False)
    return Due(latest_sending_date(day, template.days_before), cited(sources), proposed=True)


def is_proposed(step: PlanStep) -> bool:
    """Whether the day of a step is the association's to change."""
    template = template_of(step.assembly).step(step.key)
    return template is None or due_of(step.assembly, template).proposed


def _joined(first: Translated, sources: list[Citation]) -> Translated:
    more = cited(sources)
    return Translated(
        zh="；".join(part for part in (first.zh, more.zh) if part),
        en="; ".join(part for part in (first.en, more.en) if part),
    )
