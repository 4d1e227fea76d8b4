"""The rules in force on a day: the profile, and over it the bylaws in force.

What is adopted today governs after its approval only (CN-F2), so the caller hands in the
parameters of the version that is in force on the day, never of the draft on the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bylaws.domain import references
from bylaws.domain.abroad import bylaws_at_home
from bylaws.domain.answers import Answer, assemble
from bylaws.domain.parameters import (
    COMPETENCE,
    PREFIX,
    RARE,
    SPECS,
    BylawsParameter,
    Value,
    both,
    decided_by,
    is_at_least_as_hard,
    parse_value,
)
from bylaws.domain.profiles import Profile, ProfileRule
from bylaws.domain.rules import Citation, Finding, Overridden, Rule
from bylaws.domain.ways import AnyOf
from bylaws.enums import (
    BodyKind,
    Counting,
    Grade,
    Matter,
    Override,
    ParameterKind,
    Severity,
)
from bylaws.errors import MatterNotForBody, MustBeDeclared, NoRuleInForce, ParameterInvalid

FLAGS_OF_BODY = ("subject_in_notice", "full_count", "proxies_to_anyone")
FLAGS_OF_MATTER = ("text_in_notice", "written_consent")
"""What a Rule has as flags of the same names; they are off where no text states them."""


@dataclass(frozen=True, slots=True)
class RegistrarConsent:
    """A written consent on record; `subject` is the key it is given for, such as
    `assembly.re_election.remote`."""

    subject: str
    reference: str
    given_on: date


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

    def matters(self, body: BodyKind) -> tuple[Matter, ...]:
        """What the body may be asked to decide: of the rare matters those that some text knows."""
        return (*COMPETENCE[body], *(m for m in RARE.get(body, ()) if self._knows(body, m)))

    def rule_for(
        self,
        body: BodyKind,
        matter: Matter,
        *,
        re_election: bool = False,
        second_call: bool = False,
    ) -> Rule:
        """Everything about one matter in one body.

        `re_election`: the meeting re-elects the whole body; an election always counts as one.
        `second_call`: the meeting was called again since the first had no quorum. A rule whose
        thresholds the law leaves to the bylaws comes without any and says so (`undeclared`), and so
        does an election that the most votes decide (`counting`).
        Raises MatterNotForBody where the body cannot decide the matter (officers are elected by
        the assembly or by the council, whichever the bylaws name: CN-B9), NoRuleInForce where no
        text answers.
        """
        if matter not in decided_by(body):
            raise MatterNotForBody(
                zh=f"该机构（{body}）无权决定此事项（{matter}）。",
                en=f"The {body} has no power over this matter ({matter}).",
            )
        self._check_electors(body, matter)
        re_election = re_election or matter.is_election
        prefix, keys = PREFIX[body], _keys(PREFIX[body], matter, "threshold")
        answers = {
            "quorum": self._quorum(prefix, matter, second_call=second_call),
            "thresholds": self._thresholds(keys),
            **self._form(prefix, matter, re_election=re_election),
            **self._flags(prefix, matter, re_election=re_election),
        }
        rule = assemble(body, matter, self.on, answers, re_election=re_election)
        rule = replace(rule, undeclared=self._undeclared(keys))
        return self._as_counted(rule) if matter.is_election else rule

    def sources(self, topic: str) -> tuple[Citation, ...]:
        """What the profile's rule on a topic rests on; empty where it has none, so that nothing
        is to be checked."""
        rule = self.about(topic)
        return rule.sources if rule else ()

    def about(self, topic: str) -> ProfileRule | None:
        """The profile's rule on a topic, with its severity and what may depart from it."""
        return self.profile.about(topic, self.on)

    def excluding(self) -> list[ProfileRule]:
        """The rules that keep offices apart."""
        return self.profile.excluding(self.on)

    def answer(self, *keys: str) -> Answer:
        """What governs the first of `keys`; each next one is asked where the profile has no rule
        for those before it.

        Raises NoRuleInForce where neither profile nor bylaws state one of them; MustBeDeclared
        where the profile says that the bylaws have to.
        """
        rule, stated, rule_key = None, None, keys[0]
        for key in keys:
            rule_key = key
            rule = self.profile.stating(key, self.on)
            stated = stated or self._stated.get(key)
            if rule is not None:
                break
        if rule is None and stated is None:
            undeclared = self._undeclared(keys)
            if undeclared is not None:
                raise MustBeDeclared(zh=undeclared.zh, en=undeclared.en)
            raise NoRuleInForce(
                zh=f"{self.on}没有关于“{_name(keys[0], 'zh')}”的有效规定。"
                "请在章程文本中标明这一参数。",
                en=f"On {self.on} no text in force states “{_name(keys[0], 'en')}”. "
                "Mark this parameter in the text of the bylaws.",
            )
        if rule is None:
            assert stated is not None  # one of the two answers, as just checked
            return Answer(stated[0], (stated[1],))
        if stated is None:
            return self._by_profile(keys[0], rule, rule.parameters[rule_key])
        return self._layered(keys[0], rule, rule.parameters[rule_key], *stated)

    def stated(self, key: str) -> Answer | None:
        """What governs the key; None where no text states it."""
        if key in self._stated or self.profile.stating(key, self.on) is not None:
            return self.answer(key)
        return None

    def left_open(self, key: str) -> tuple[Citation, ...]:
        """What leaves the key to the bylaws, where something does; else nothing."""
        rule = self.profile.leaving_open(key, self.on)
        return rule.sources if rule else ()

    def _undeclared(self, keys: Sequence[str]) -> Finding | None:
        """What the profile leaves to the bylaws and they do not answer; the last key suffices."""
        if any(key in self._stated or self.profile.stating(key, self.on) for key in keys):
            return None
        for key in reversed(keys):
            rule = self.profile.leaving_open(key, self.on)
            if rule is not None:
                return _left_open(rule, key)
        return None

    def _as_counted(self, rule: Rule) -> Rule:
        answer = self.stated("election.counting")
        counting = Counting(str(answer.value)) if answer else Counting.THRESHOLD
        if answer is None or not counting.is_relative:
            return rule
        return rule.by_most_votes(counting, answer.citations)

    def _knows(self, body: BodyKind, matter: Matter) -> bool:
        key = f"{PREFIX[body]}.{matter}.threshold"
        profile = self.profile.stating(key, self.on) or self.profile.leaving_open(key, self.on)
        return key in self._stated or profile is not None

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

    def _thresholds(self, keys: Sequence[str]) -> Answer:
        """None of them where the bylaws would have to declare them and do not."""
        undeclared = self._undeclared(keys)
        return self.answer(*keys) if undeclared is None else Answer((), undeclared.citations)

    def _form(self, prefix: str, matter: Matter, *, re_election: bool) -> dict[str, Answer]:
        remote = "re_election.remote" if re_election else "remote"
        return {
            "method": self.answer(*_keys(prefix, matter, "method")),
            "applause": self.answer("method.applause"),
            "remote": self.answer(f"{prefix}.{remote}"),
            "notice_days": self.answer(f"{prefix}.notice_days"),
            "notice_clear_days": self.answer(f"{prefix}.notice_clear_days"),
            "proxies": self.answer(f"{prefix}.proxies_per_holder"),
            "unit": self.answer(f"{prefix}.unit"),
        }

    def _flags(self, prefix: str, matter: Matter, *, re_election: bool) -> dict[str, Answer]:
        """Those that some text states."""
        keys: dict[str, tuple[str, ...]] = {name: (f"{prefix}.{name}",) for name in FLAGS_OF_BODY}
        keys |= {name: _keys(prefix, matter, name) for name in FLAGS_OF_MATTER}
        if re_election:
            keys["quorum_in_hall"] = (f"{prefix}.re_election.quorum_in_hall",)
        return {
            name: self.answer(*asked)
            for name, asked in keys.items()
            if any(key in self._stated or self.profile.stating(key, self.on) for key in asked)
        }

    def _quorum(self, prefix: str, matter: Matter, *, second_call: bool) -> Answer:
        """The body's quorum, or the matter's own where that is at least as hard.

        A quorum of the bylaws for the second call stands before the same layers as their general
        one, so it lowers nothing that the profile does not let them lower.
        """
        again = (f"{prefix}.second_call.quorum",) if second_call else ()
        general = self.answer(*again, f"{prefix}.quorum")
        key = f"{prefix}.{matter}.quorum"
        if key not in self._stated and self.profile.stating(key, self.on) is None:
            return general
        own = self.answer(key)
        overridden = (*general.overridden, *own.overridden)
        own_covers = is_at_least_as_hard(key, own.value, general.value)
        if own_covers and own.value != general.value:
            return Answer(own.value, own.citations, overridden)
        if not own_covers and is_at_least_as_hard(key, general.value, own.value):
            return Answer(general.value, general.citations, overridden)
        cited = tuple(dict.fromkeys([*own.citations, *general.citations]))
        return Answer(both(key, own.value, general.value), cited, overridden)

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
        thresholds = isinstance(ours, tuple | AnyOf) and isinstance(theirs, tuple | AnyOf)
        if not theirs_suffices and thresholds:
            # Neither includes the other (other bases): who keeps both breaks neither.
            return Answer(both(key, ours, theirs), (cited, *rule.sources))
        return Answer(theirs, rule.sources, (_overridden(key, rule, cited),))

    def _cite(self, article_ref: str) -> Citation:
        zh, en = self._labels
        return Citation(
            zh=f"{zh}{article_ref}",
            en=f"{en}, {references.in_english(article_ref)}",
            grade=Grade.BYLAWS,
            abroad=bylaws_at_home(self.profile.key, article_ref),
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


def _keys(prefix: str, matter: Matter, name: str) -> tuple[str, ...]:
    """Where to look for a figure of a matter. A change of purpose amends the bylaws; no majority
    for daily business is taken to suffice for a dissolution."""
    asked = [matter]
    if matter is Matter.PURPOSE:
        asked.append(Matter.BYLAWS)
    if (matter, name) != (Matter.DISSOLUTION, "threshold"):
        asked.append(Matter.ORDINARY)
    return tuple(dict.fromkeys(f"{prefix}.{each}.{name}" for each in asked))


def _left_open(rule: ProfileRule, key: str) -> Finding:
    return Finding(
        code="undeclared",
        zh=f"现行章程没有规定“{_name(key, 'zh')}”，而规则{rule.id}把它留给章程，"
        "请在章程文本中标明这一参数",
        en=f"the bylaws in force do not state “{_name(key, 'en')}”, which rule {rule.id} leaves "
        "to them: mark this parameter in their text",
        severity=Severity.BLOCK,
        citations=rule.sources,
    )
