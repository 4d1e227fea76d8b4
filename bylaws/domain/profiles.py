"""Rule profiles: what law, notices and practice say, as dated data with a source for every row."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from bylaws.domain.abroad import ABROAD
from bylaws.domain.parameters import Value, known_key, parse_value
from bylaws.domain.rules import Citation
from bylaws.enums import Grade, Override, Severity
from bylaws.errors import BylawsError, ProfileInvalid

FOLDER = Path(__file__).resolve().parent.parent / "profiles"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Offices that do not go together: nobody holds one of ``one`` and one of ``other``.

    ``between`` says whether that is asked of a person, or of two persons from one firm. Offices by
    the keys of the register, and ``financial_staff``."""

    one: frozenset[str]
    other: frozenset[str]
    between: str

    def against(self, office: str) -> frozenset[str]:
        """The offices that ``office`` does not go with."""
        if office in self.one:
            return self.other
        return self.one if office in self.other else frozenset()


PERSON, FIRM = "person", "firm"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileRule:
    """`valid_from` and `valid_to` bound a half-open range; None where the day is not known.

    The first of `sources` is the one most to the point; its grade is the rule's. `parameters` are
    what the rulebook reads; a rule without any is told by those who check it. `must_declare` are
    keys that the rule leaves to the bylaws: nobody may assume a value for them. `exclusions` are
    the offices that the rule keeps apart.
    """

    id: str
    topic: str
    zh: str
    en: str
    sources: tuple[Citation, ...]
    severity: Severity
    override: Override
    parameters: Mapping[str, Value]
    valid_from: date | None
    valid_to: date | None
    must_declare: tuple[str, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()

    @property
    def grade(self) -> Grade:
        return self.sources[0].grade

    @property
    def is_unverified(self) -> bool:
        return self.grade is Grade.UNVERIFIED

    def is_in_force(self, on: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    key: str
    zh: str
    en: str
    rules: tuple[ProfileRule, ...]

    def rule(self, rule_id: str) -> ProfileRule:
        """Raises ProfileInvalid where the profile has no such rule."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise ProfileInvalid(
            zh=f"规则集“{self.key}”中没有规则{rule_id}。",
            en=f"The profile “{self.key}” has no rule {rule_id}.",
        )

    def about(self, topic: str, on: date) -> ProfileRule | None:
        """The first rule on a topic that is in force on that day."""
        for rule in self.rules:
            if rule.topic == topic and rule.is_in_force(on):
                return rule
        return None

    def excluding(self, on: date) -> list["ProfileRule"]:
        """The rules that keep offices apart on that day."""
        return [rule for rule in self.rules if rule.exclusions and rule.is_in_force(on)]

    def stating(self, key: str, on: date) -> ProfileRule | None:
        """The one rule that states the parameter on that day."""
        for rule in self.rules:
            if key in rule.parameters and rule.is_in_force(on):
                return rule
        return None

    def leaving_open(self, key: str, on: date) -> ProfileRule | None:
        """The one rule that leaves the parameter to the bylaws on that day."""
        for rule in self.rules:
            if key in rule.must_declare and rule.is_in_force(on):
                return rule
        return None


@dataclass(frozen=True, slots=True)
class ProfileName:
    """A profile by its key, as an association names it, and what it is called."""

    key: str
    zh: str
    en: str


@cache
def known_profiles() -> tuple[ProfileName, ...]:
    """Every profile that `load_profile` knows, in the order of the keys."""
    profiles = [load_profile(path.stem) for path in sorted(FOLDER.glob("*.json"))]
    return tuple(ProfileName(profile.key, profile.zh, profile.en) for profile in profiles)


@cache
def load_profile(key: str) -> Profile:
    """The profile of `bylaws/profiles/<key>.json`; raises ProfileInvalid where it does not hold."""
    path = FOLDER / f"{key}.json"
    if not key.isalnum() or not path.is_file():
        raise ProfileInvalid(
            zh=f"没有名为“{key}”的规则集。", en=f"There is no rule profile “{key}”."
        )
    return parse_profile(json.loads(path.read_text(encoding="utf-8")))


def parse_profile(data: Mapping[str, Any]) -> Profile:
    """Check and type a profile: ids unique, each parameter stated by one rule at a time."""
    rules = tuple(_rule(row) for row in data["rules"])
    ids = [rule.id for rule in rules]
    for rule_id in ids:
        if ids.count(rule_id) > 1:
            raise ProfileInvalid(zh=f"规则{rule_id}重复。", en=f"Rule {rule_id} stands twice.")
    for number, first in enumerate(rules):
        for second in rules[number + 1 :]:
            _check_disjoint(first, second)
    return Profile(key=data["key"], zh=data["zh"], en=data["en"], rules=rules)


def _rule(row: Mapping[str, Any]) -> ProfileRule:
    rule_id = row.get("id", "?")
    try:
        rule = ProfileRule(
            id=row["id"],
            topic=row["topic"],
            zh=row["zh"],
            en=row["en"],
            sources=tuple(_source(source, rule_id) for source in row["sources"]),
            severity=Severity(row["severity"]),
            override=Override(row["override"]),
            parameters={key: parse_value(key, value) for key, value in row["parameters"].items()},
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            must_declare=tuple(known_key(key) for key in row.get("must_declare", ())),
            exclusions=tuple(_exclusion(one) for one in row.get("exclusions", ())),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ProfileInvalid(
            zh=f"规则{rule_id}无法读取：{error}。", en=f"Rule {rule_id} cannot be read: {error}."
        ) from error
    except BylawsError as error:
        raise ProfileInvalid(
            zh=f"规则{rule_id}：{error.zh}", en=f"Rule {rule_id}: {error.en}"
        ) from error
    if not rule.sources or any(source.grade is Grade.BYLAWS for source in rule.sources):
        raise ProfileInvalid(
            zh=f"规则{rule_id}应当注明来源，且不得以章程为来源。",
            en=f"Rule {rule_id} needs a source, and that is not the bylaws.",
        )
    return rule


def _exclusion(row: Mapping[str, Any]) -> Exclusion:
    if row["between"] not in (PERSON, FIRM):
        raise ValueError(row["between"])
    return Exclusion(frozenset(row["one"]), frozenset(row["other"]), row["between"])


def _keys(rule: ProfileRule) -> set[str]:
    return {*rule.parameters, *rule.must_declare}


def _source(row: Mapping[str, str], rule_id: str) -> Citation:
    return Citation(
        zh=row["zh"],
        en=row["en"],
        grade=Grade(row["grade"]),
        rule_id=rule_id,
        abroad={lang: row[lang] for lang in ABROAD if lang in row},
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _check_disjoint(first: ProfileRule, second: ProfileRule) -> None:
    shared = sorted(_keys(first) & _keys(second))
    before = first.valid_to is not None and (second.valid_from or date.min) >= first.valid_to
    after = second.valid_to is not None and (first.valid_from or date.min) >= second.valid_to
    if shared and not before and not after:
        raise ProfileInvalid(
            zh=f"规则{first.id}与{second.id}同时规定了{shared[0]}。",
            en=f"Rules {first.id} and {second.id} state {shared[0]} at the same time.",
        )
