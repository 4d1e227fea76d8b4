"""The rules in force on a day: the profile, and over it the bylaws in force.

What is adopted today governs after its approval only (CN-F2), so the caller hands in the
parameters of the version that is in force on the day, never of the draft on the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bylaws.domain import references
from bylaws.domain.parameters import (
    COMPETENCE,
    PREFIX,
    SPECS,
    BylawsParameter,
    Value,
    is_at_least_as_hard,
    parse_value,
)
from bylaws.domain.profiles import Profile, ProfileRule
from bylaws.domain.rules import Citation, Overridden, Rule
from bylaws.domain.thresholds import Threshold
from bylaws.enums import BodyKind, Grade, Matter, Override, ParameterKind, RequiredMethod, Unit
from bylaws.errors import MatterNotForBody, NoRuleInForce, ParameterInvalid


@dataclass(frozen=True, slots=True)
class RegistrarConsent:
    """A written consent on record; `subject` is the key it is given for, such as
    `assembly.re_election.remote`."""

    subject: str
    reference: str
    given_on: date


@dataclass(frozen=True, slots=True)
class Answer:
    """The value that governs, its sources, and the bylaws' own where it does not govern."""

    value: Value
    citations: tuple[Citation, ...]
    overridden: tuple[Overridden, ...] = ()


class Rulebook:
    """Answers for one day.

    `parameters`: of the bylaws in force, each key once (ParameterInvalid otherwise);
    `bylaws_label_*`: how citations name that text (《章程》, "Bylaws of 2021").
    """

    def __init__(
        self,
        profile: Profile,
        parameters: Sequence[BylawsParameter],
        *,
        bylaws_label_zh: str,
        bylaws_label_en: str,
        on: date,
        consents: Sequence[RegistrarConsent] = (),
    ) -> None:
        self.profile = profile
        self.on = on
        self._labels = (bylaws_label_zh, bylaws_label_en)
        self._stated: dict[str, tuple[Value, Citation]] = {}
        for parameter in parameters:
            if parameter.key in self._stated:
                raise ParameterInvalid(
                    zh=f"参数“{parameter.key}”出现两次。",
                    en=f"The parameter “{parameter.key}” is stated twice.",
                )
            value = parse_value(parameter.key, parameter.value)
            self._stated[parameter.key] = (value, self._cite(parameter.article_ref))
        self._consents = {c.subject: c for c in consents if c.given_on <= on}

    def rule_for(self, body: BodyKind, matter: Matter, *, re_election: bool = False) -> Rule:
        """Everything about one matter in one body.

        `re_election`: the meeting re-elects the whole body; an election always counts as one.
        Raises MatterNotForBody where the body cannot decide the matter (officers are elected by
        the assembly or by the council, whichever the bylaws name: CN-B9), NoRuleInForce where no
        text answers.
        """
        if matter not in COMPETENCE[body]:
            raise MatterNotForBody(
                zh=f"该机构（{body}）无权决定此事项（{matter}）。",
                en=f"The {body} has no power over this matter ({matter}).",
            )
        self._check_electors(body, matter)
        prefix = PREFIX[body]
        re_election = re_election or matter.is_election
        answers = self._answers(prefix, matter, re_election=re_election)
        remote = answers["remote"].value is True
        return Rule(
            body=body,
            matter=matter,
            on=self.on,
            re_election=re_election,
            unit=Unit(str(answers["unit"].value)),
            quorum=_thresholds(answers["quorum"])[0],
            quorum_in_person=re_election and not remote,
            thresholds=_thresholds(answers["thresholds"]),
            method=RequiredMethod(str(answers["method"].value)),
            applause_allowed=answers["applause"].value is True,
            remote_allowed=remote,
            notice_days=_number(answers["notice_days"]),
            notice_clear_days=answers["notice_clear_days"].value is True,
            proxies_per_holder=_number(answers["proxies"]),
            citations={name: answer.citations for name, answer in answers.items()},
            overridden=tuple(o for answer in answers.values() for o in answer.overridden),
        )

    def sources(self, topic: str) -> tuple[Citation, ...]:
        """What the profile's rule on a topic rests on; empty where it has none, so that nothing
        is to be checked."""
        rule = self.profile.about(topic, self.on)
        return rule.sources if rule else ()

    def answer(self, key: str, *, fallback: str | None = None) -> Answer:
        """What governs a parameter; `fallback` is asked where the profile has no rule for `key`.

        Raises NoRuleInForce where neither profile nor bylaws state it.
        """
        rule = self.profile.stating(key, self.on)
        stated = self._stated.get(key)
        rule_key = key
        if rule is None and fallback is not None:
            rule, rule_key = self.profile.stating(fallback, self.on), fallback
            stated = stated or self._stated.get(fallback)
        if rule is None and stated is None:
            raise NoRuleInForce(
                zh=f"{self.on}没有关于“{_name(key, 'zh')}”的有效规定。",
                en=f"On {self.on} no text in force states “{_name(key, 'en')}”.",
            )
        if rule is None:
            assert stated is not None  # one of the two answers, as just checked
            return Answer(stated[0], (stated[1],))
        if stated is None:
            return self._by_profile(key, rule, rule.parameters[rule_key])
        return self._layered(key, rule, rule.parameters[rule_key], *stated)

    def _check_electors(self, body: BodyKind, matter: Matter) -> None:
        stated = self._stated.get("officers.elected_by_council")
        if matter is not Matter.ELECT_OFFICERS or stated is None:
            return
        by_council, cited = stated
        if by_council is not (body is BodyKind.COUNCIL):
            raise MatterNotForBody(
                zh=f"依{cited.zh}，负责人由{'理事会' if by_council else '会员大会'}选举。",
                en=f"The officers are elected by the "
                f"{'council' if by_council else 'general assembly'} ({cited.en}).",
            )

    def _answers(self, prefix: str, matter: Matter, *, re_election: bool) -> dict[str, Answer]:
        def of(name: str) -> Answer:
            return self.answer(f"{prefix}.{matter}.{name}", fallback=f"{prefix}.ordinary.{name}")

        remote = "re_election.remote" if re_election else "remote"
        return {
            "quorum": self._quorum(prefix, matter),
            "thresholds": of("threshold"),
            "method": of("method"),
            "applause": self.answer("method.applause"),
            "remote": self.answer(f"{prefix}.{remote}"),
            "notice_days": self.answer(f"{prefix}.notice_days"),
            "notice_clear_days": self.answer(f"{prefix}.notice_clear_days"),
            "proxies": self.answer(f"{prefix}.proxies_per_holder"),
            "unit": self.answer(f"{prefix}.unit"),
        }

    def _quorum(self, prefix: str, matter: Matter) -> Answer:
        """The body's quorum, or the matter's own where that is at least as hard."""
        general = self.answer(f"{prefix}.quorum")
        key = f"{prefix}.{matter}.quorum"
        if key not in self._stated and self.profile.stating(key, self.on) is None:
            return general
        own = self.answer(key)
        harder = own if is_at_least_as_hard(key, own.value, general.value) else general
        if own.value == general.value:
            cited = tuple(dict.fromkeys([*own.citations, *general.citations]))
            return Answer(own.value, cited, (*general.overridden, *own.overridden))
        return Answer(harder.value, harder.citations, (*general.overridden, *own.overridden))

    def _by_profile(self, key: str, rule: ProfileRule, value: Value) -> Answer:
        consent = self._consents.get(key)
        flag = SPECS[key].kind is ParameterKind.FLAG
        if consent is not None and flag and rule.override is Override.WITH_APPROVAL:
            return Answer(True, (self._cite_consent(consent), *rule.sources))
        return Answer(value, rule.sources)

    def _layered(
        self, key: str, rule: ProfileRule, theirs: Value, ours: Value, cited: Citation
    ) -> Answer:
        ours_suffices = is_at_least_as_hard(key, ours, theirs)
        theirs_suffices = is_at_least_as_hard(key, theirs, ours)
        if ours_suffices and theirs_suffices:
            return Answer(ours, (cited, *rule.sources))
        if rule.override is Override.FREELY:
            return Answer(ours, (cited,))
        consent = self._consents.get(key)
        if consent is not None and rule.override is Override.WITH_APPROVAL:
            return Answer(ours, (cited, self._cite_consent(consent), *rule.sources))
        if ours_suffices:
            return Answer(ours, (cited, *rule.sources))
        if not theirs_suffices and isinstance(ours, tuple) and isinstance(theirs, tuple):
            # Neither includes the other (other bases): who keeps both breaks neither.
            return Answer(ours + theirs, (cited, *rule.sources))
        return Answer(theirs, rule.sources, (_overridden(key, rule, cited),))

    def _cite(self, article_ref: str) -> Citation:
        zh, en = self._labels
        return Citation(
            zh=f"{zh}{article_ref}",
            en=f"{en}, {references.in_english(article_ref)}",
            grade=Grade.BYLAWS,
        )

    def _cite_consent(self, consent: RegistrarConsent) -> Citation:
        return Citation(
            zh=f"登记管理机关书面同意（{consent.reference}，{consent.given_on}）",
            en=f"written consent of the registration authority "
            f"({consent.reference}, {consent.given_on})",
            grade=Grade.BYLAWS,
        )


def _overridden(key: str, rule: ProfileRule, cited: Citation) -> Overridden:
    return Overridden(
        key=key,
        bylaws=cited,
        profile=rule.sources,
        zh=f"{cited.zh}关于“{_name(key, 'zh')}”的规定低于规则{rule.id}，适用后者：{rule.zh}",
        en=f"{cited.en} on “{_name(key, 'en')}” asks less than rule {rule.id}, "
        f"which governs: {rule.en}",
    )


def _name(key: str, lang: str) -> str:
    spec = SPECS[key]
    return f"{spec.zh}（{key}）" if lang == "zh" else f"{spec.en} ({key})"


def _thresholds(answer: Answer) -> tuple[Threshold, ...]:
    assert isinstance(answer.value, tuple)  # parse_value gives a threshold key nothing else
    return answer.value


def _number(answer: Answer) -> int:
    assert isinstance(answer.value, int)  # parse_value gives a number key nothing else
    return answer.value
