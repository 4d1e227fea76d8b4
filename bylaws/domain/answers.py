"""What the texts answer to one question, and the rule of a matter that answers make."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bylaws.domain.parameters import Value
from bylaws.domain.rules import Citation, Overridden, Rule
from bylaws.domain.thresholds import Threshold
from bylaws.domain.ways import AnyOf, Way, ways_of
from bylaws.enums import BodyKind, Matter, RequiredMethod, Unit


@dataclass(frozen=True, slots=True)
class Answer:
    """The value that governs, its sources, and the bylaws' own where it does not govern."""

    value: Value
    citations: tuple[Citation, ...]
    overridden: tuple[Overridden, ...] = ()


def assemble(
    body: BodyKind, matter: Matter, on: date, answers: Mapping[str, Answer], *, re_election: bool
) -> Rule:
    """The rule of a matter, from the answers to all that it is made of."""
    remote = _is_on(answers, "remote")
    first, *others = _ways(answers["thresholds"])
    return Rule(
        body=body,
        matter=matter,
        on=on,
        re_election=re_election,
        unit=Unit(str(answers["unit"].value)),
        quorum=_quorum(answers["quorum"]),
        quorum_in_person=_is_on(answers, "quorum_in_hall"),
        thresholds=first.thresholds,
        previous_notice=first.previous_notice,
        alternatives=tuple(others),
        method=RequiredMethod(str(answers["method"].value)),
        applause_allowed=_is_on(answers, "applause"),
        remote_allowed=remote,
        notice_days=_number(answers["notice_days"]),
        notice_clear_days=_is_on(answers, "notice_clear_days"),
        proxies_per_holder=_number(answers["proxies"]),
        subject_in_notice=_is_on(answers, "subject_in_notice"),
        text_in_notice=_is_on(answers, "text_in_notice"),
        full_count=_is_on(answers, "full_count"),
        proxies_to_anyone=_is_on(answers, "proxies_to_anyone"),
        written_consent=_is_on(answers, "written_consent"),
        citations={name: answer.citations for name, answer in answers.items()},
        overridden=tuple(o for answer in answers.values() for o in answer.overridden),
    )


def _is_on(answers: Mapping[str, Answer], name: str) -> bool:
    return name in answers and answers[name].value is True


def _ways(answer: Answer) -> tuple[Way, ...]:
    assert isinstance(answer.value, tuple | AnyOf)  # parse_value gives a threshold nothing else
    return ways_of(answer.value)


def _quorum(answer: Answer) -> Threshold:
    assert isinstance(answer.value, tuple)  # parse_value gives a quorum one threshold
    return answer.value[0]


def _number(answer: Answer) -> int:
    assert isinstance(answer.value, int)  # parse_value gives a number key nothing else
    return answer.value
