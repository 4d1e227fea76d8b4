"""A meeting under the rules of each country, in its language, walked from plan to signature."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from assemblies.domain.planning import plan
from assemblies.domain.presence import appoint
from assemblies.domain.sitting import resolve, session
from assemblies.enums import Function, ItemKind, Method
from assemblies.models import Assembly, Motion, Resolution
from bylaws.domain.parameters import BylawsParameter
from bylaws.enums import Matter
from bylaws.models import Association, Version
from elections.domain.prepare import CandidateSpec, ContestSpec
from elections.enums import ContestKind
from members.enums import BodyKind
from records.fields import Translated
from tests.factories.assemblies import (
    SENT_AT,
    entries_of,
    make_assembly,
    make_body,
    make_tellers,
    minute,
    opened,
    published_on_paper,
    vote_by_hands,
)
from tests.factories.members import make_person
from tests.factories.texts import bring_into_force, make_regulation, make_version

HALF_OF_CAST = {"base": "cast", "num": 1, "den": 2, "comparison": "gt"}


@dataclass(frozen=True, slots=True)
class Country:
    """The words of a country's meeting. ``articles`` are the bylaws before, ``amended`` after."""

    profile: str
    language: str
    languages: tuple[str, ...]
    numbering: str
    currency: str
    association: str
    meeting: str
    motion: str
    bylaws: str
    election: str
    articles: str
    amended: str
    first: str
    chair: str
    recorder: str

    def text(self, told: str) -> Translated:
        return Translated({self.language: told})


GERMANY = Country(
    profile="de",
    language="de",
    languages=("de",),
    numbering="de",
    currency="EUR",
    association="Beispielverband e. V.",
    meeting="Ordentliche Mitgliederversammlung",
    motion="Entlastung des Vorstands",
    bylaws="Änderung der Satzung",
    election="Wahl des Vorstands",
    articles="§ 1 Die Mitglieder zahlen Beiträge.\n§ 2 Die Mitgliederversammlung tagt jährlich.\n",
    amended="§ 1 Die Mitglieder zahlen Beiträge bis Ende März.\n"
    "§ 2 Die Mitgliederversammlung tagt jährlich.\n",
    first="§ 1",
    chair="Erika Beispiel",
    recorder="Max Beispiel",
)
FRANCE = Country(
    profile="fr",
    language="fr",
    languages=("fr",),
    numbering="fr",
    currency="EUR",
    association="Association d’exemple",
    meeting="Assemblée générale ordinaire",
    motion="Approbation du rapport moral",
    bylaws="Modification des statuts",
    election="Élection du conseil d’administration",
    articles="Article 1 Les décisions sont prises à la majorité des suffrages exprimés.\n"
    "Article 2 L’assemblée générale se réunit chaque année.\n",
    amended="Article 1 Les décisions sont prises à la majorité des suffrages exprimés.\n"
    "Article 2 L’assemblée générale se réunit chaque année, avant la fin de juin.\n",
    first="Article 1",
    chair="Jeanne Exemple",
    recorder="Paul Exemple",
)
BRITAIN = Country(
    profile="uk",
    language="en",
    languages=("en",),
    numbering="en",
    currency="GBP",
    association="Example Trade Association Limited",
    meeting="Annual general meeting",
    motion="Adoption of the accounts",
    bylaws="Special resolution to amend the articles",
    election="Election of the directors",
    articles="Article 1 Members pay a subscription.\nArticle 2 There is a meeting every year.\n",
    amended="Article 1 Members pay a subscription by March.\n"
    "Article 2 There is a meeting every year.\n",
    first="Article 1",
    chair="Jane Example",
    recorder="John Example",
)
ROBERT = Country(
    profile="ronr",
    language="en",
    languages=("en",),
    numbering="en",
    currency="USD",
    association="Example Society",
    meeting="Annual meeting",
    motion="Adoption of the treasurer's report",
    bylaws="Amendment of the bylaws",
    election="Election of the board",
    articles=BRITAIN.articles,
    amended=BRITAIN.amended,
    first="Article 1",
    chair="Jane Example",
    recorder="John Example",
)
CHINA = Country(
    profile="cn",
    language="zh",
    languages=("zh", "en"),
    numbering="zh",
    currency="CNY",
    association="示例行业协会",
    meeting="第一届会员大会第二次会议",
    motion="审议工作报告",
    bylaws="修改章程",
    election="选举理事",
    articles="第一条 会员按年缴纳会费。\n第二条 会员大会每年召开一次。\n",
    amended="第一条 会员按年缴纳会费，于三月底前缴清。\n第二条 会员大会每年召开一次。\n",
    first="第一条",
    chair="示甲",
    recorder="示乙",
)
COUNTRIES = (GERMANY, FRANCE, BRITAIN, ROBERT, CHINA)


@dataclass(slots=True)
class Held:
    country: Country
    assembly: Assembly
    resolutions: list[Resolution]


def hold_meeting(country: Country) -> Held:
    """Convened 17 days ahead; nine entitled, seven present; a motion and an amendment of the bylaws
    by show of hands, three seats elected on paper; closed."""
    assembly = _planned(country)
    motion = _motion(country, assembly, country.motion, Matter.WORK_REPORT)
    draft = _texts(country)
    amendment = _motion(country, assembly, country.bylaws, Matter.BYLAWS, version=draft)
    election = _motion(
        country, assembly, country.election, Matter.ELECT_COUNCIL, method=Method.SECRET
    )
    for function, name in ((Function.CHAIR, country.chair), (Function.RECORDER, country.recorder)):
        person = make_person(zh=name, en=name)
        appoint.appoint(assembly=assembly, person=person, function=function, by=None, at=SENT_AT)
    make_tellers(assembly)
    opened(assembly)
    resolutions = [vote_by_hands(motion, (6, 0, 1)), vote_by_hands(amendment, (6, 1, 0))]
    votes = [[(6, 1, 0), (5, 1, 1), (4, 2, 1)]]
    published_on_paper(election, votes, returned=7, contests=[_slate(country, assembly)])
    resolutions.append(resolve.resolve_motion(motion=election, by=None, at=minute(7)))
    session.close_meeting(assembly=assembly, by=None, at=minute(70))
    assembly.refresh_from_db()
    return Held(country, assembly, resolutions)


def _planned(country: Country) -> Assembly:
    assembly = make_assembly()
    Association.objects.update(
        name=country.text(country.association),
        profile=country.profile,
        languages=list(country.languages),
        currency=country.currency,
        number_formats={},
    )
    Assembly.objects.filter(pk=assembly.pk).update(
        title=country.text(country.meeting),
        place=country.text("—"),
        re_election=False,
    )
    make_body(BodyKind.COUNCIL)
    assembly.refresh_from_db()
    return assembly


def _texts(country: Country) -> Version:
    """The draft after the text in force, which says what the law leaves to it."""
    regulation = make_regulation(title=country.text(country.bylaws), numbering=country.numbering)
    declared = BylawsParameter("assembly.ordinary.threshold", HALF_OF_CAST, country.first)
    parameters = [declared] if country.profile == "fr" else []
    before = make_version(regulation, country.articles, label="1", parameters=parameters)
    bring_into_force(before, date(2021, 4, 15))
    return make_version(regulation, country.amended, label="2", base=before, parameters=parameters)


def _motion(
    country: Country,
    assembly: Assembly,
    title: str,
    matter: Matter,
    *,
    method: Method = Method.SHOW_OF_HANDS,
    **drafts: Any,
) -> Motion:
    item = plan.add_item(
        assembly=assembly,
        title=country.text(title),
        kind=ItemKind.ELECTION if matter.is_election else ItemKind.MOTION,
        matter=matter,
        text=country.text(f"{title}."),
        method=method,
        by=None,
        at=SENT_AT,
        **drafts,
    )
    motion: Motion = item.motion
    return motion


def _slate(country: Country, assembly: Assembly) -> ContestSpec:
    standing = entries_of(assembly)[:3]
    return ContestSpec(
        kind=ContestKind.SLATE,
        title=country.text(country.election),
        seats=3,
        office="council_member",
        candidates=[
            CandidateSpec(
                name=entry.person.name, person=entry.person, firm=entry.firm, note=Translated()
            )
            for entry in standing
            if entry.person and entry.firm
        ],
    )
