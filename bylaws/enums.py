"""Closed lists of the rules. The values are stable: they stand in profiles and in the database."""

from enum import StrEnum


class Base(StrEnum):
    """What a share is taken of."""

    ENTITLED = "entitled"
    PRESENT = "present"
    ISSUED = "issued"
    RETURNED = "returned"
    VALID = "valid"
    CAST = "cast"
    """Votes for and against; abstentions and invalid ballots do not count."""
    CAST_WITH_ILLEGAL = "cast_with_illegal"
    """Votes for and against and invalid ballots (Robert's Rules of Order, 44:1)."""


class Comparison(StrEnum):
    GE = "ge"
    """以上: the number itself suffices (Civil Code, art. 1259)."""
    GT = "gt"
    """超过, 过半数: the number itself does not suffice (Civil Code, art. 1259)."""


class Unit(StrEnum):
    """Who is counted: member firms, persons, or the votes that they have."""

    FIRM = "firm"
    PERSON = "person"
    VOTE = "vote"


class RequiredMethod(StrEnum):
    SECRET = "secret"
    SHOW_OF_HANDS_ALLOWED = "show_of_hands_allowed"


class MethodUsed(StrEnum):
    SECRET = "secret"
    SHOW_OF_HANDS = "show_of_hands"
    RECORDED = "recorded"
    APPLAUSE = "applause"


class Counting(StrEnum):
    """What decides who of several candidates is elected."""

    THRESHOLD = "threshold"
    """The matter's thresholds, for each candidate; beyond the seats, the highest."""
    APPROVAL = "approval"
    """The most marks, of any number that a voter gives; no threshold."""
    PLURALITY = "plurality"
    """The most marks, of which a voter has one for each seat; no threshold."""

    @property
    def is_relative(self) -> bool:
        return self is not Counting.THRESHOLD


class SeatWay(StrEnum):
    """How seats that a ballot left open are filled or settled."""

    RUN_OFF = "run_off"
    """Another ballot among the tied alone."""
    ANOTHER_BALLOT = "another_ballot"
    """Another ballot among those who were not elected."""
    LOWER_BAR = "lower_bar"
    """Another ballot, in which a lower share suffices."""
    LONGEST_MEMBERSHIP = "longest_membership"
    OLDEST = "oldest"
    LOT = "lot"
    VACANT = "vacant"

    @property
    def is_ballot(self) -> bool:
        return self in (SeatWay.RUN_OFF, SeatWay.ANOTHER_BALLOT, SeatWay.LOWER_BAR)

    @property
    def is_seniority(self) -> bool:
        return self in (SeatWay.LONGEST_MEMBERSHIP, SeatWay.OLDEST)


class BodyKind(StrEnum):
    GENERAL_ASSEMBLY = "general_assembly"
    COUNCIL = "council"
    STANDING_COUNCIL = "standing_council"
    SUPERVISORY_BOARD = "supervisory_board"


class Matter(StrEnum):
    WORK_REPORT = "work_report"
    BYLAWS = "bylaws"
    FINANCIAL_RULES = "financial_rules"
    DUES_STANDARD = "dues_standard"
    ELECTION_METHOD = "election_method"
    SCRUTINEERS = "scrutineers"
    ELECT_COUNCIL = "elect_council"
    ELECT_SUPERVISORS = "elect_supervisors"
    ELECT_OFFICERS = "elect_officers"
    ELECT_STANDING_COUNCIL = "elect_standing_council"
    ELECT_CHIEF_SUPERVISOR = "elect_chief_supervisor"
    PURPOSE = "purpose"
    """An amendment of the bylaws that changes what the association is for (BGB, § 33)."""
    DISSOLUTION = "dissolution"
    ORDINARY = "ordinary"

    @property
    def is_election(self) -> bool:
        """True where persons are chosen, so that the words are "elected" and 当选."""
        return self in ELECTIONS


ELECTIONS = frozenset(
    {
        Matter.ELECT_COUNCIL,
        Matter.ELECT_SUPERVISORS,
        Matter.ELECT_OFFICERS,
        Matter.ELECT_STANDING_COUNCIL,
        Matter.ELECT_CHIEF_SUPERVISOR,
    }
)


class InNotice(StrEnum):
    """How much of a motion the notice of the meeting told."""

    NOTHING = "nothing"
    SUBJECT = "subject"
    TEXT = "text"
    """The subject and the wording."""


class Outcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_COMPLIANT = "not_compliant"
    NOT_DETERMINABLE = "not_determinable"


class Grade(StrEnum):
    """How well a source is evidenced."""

    BYLAWS = "bylaws"
    """The association's own text in force, or a consent addressed to it."""
    STATUTE = "S1"
    NOTICE = "S2"
    INSTANCE = "S3"
    ANALOGY = "analog"
    UNVERIFIED = "M"


class Severity(StrEnum):
    BLOCK = "block"
    WARN = "warn"
    TASK = "task"
    INFO = "info"


class Override(StrEnum):
    """What the bylaws may do to a rule of the profile."""

    NONE = "none"
    STRICTER_ONLY = "stricter_only"
    FREELY = "freely"
    WITH_APPROVAL = "with_approval"


class ParameterKind(StrEnum):
    THRESHOLD = "threshold"
    FRACTION = "fraction"
    METHOD = "method"
    FLAG = "flag"
    NUMBER = "number"
    UNIT = "unit"
    CHOICE = "choice"
    VOTES = "votes"


class ScaleBy(StrEnum):
    """What the number of a member's votes goes by."""

    CLASS = "class"
    DUES = "dues"


class ProvisionKind(StrEnum):
    PREAMBLE = "preamble"
    """Whatever stands before the first chapter or article: title, note of adoption."""
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    SUBITEM = "subitem"
    """目: what stands under an item."""


class Scheme(StrEnum):
    """How the provisions of a text are numbered."""

    ZH = "zh"
    """第一章, 第一节, 第一条 through the text, （一）, 1."""
    EN = "en"
    DE = "de"
    FR = "fr"


class ChangeKind(StrEnum):
    AMENDED = "amended"
    ADDED = "added"
    REPEALED = "repealed"
    MOVED = "moved"
    RENUMBERED = "renumbered"


class Op(StrEnum):
    """What a redline does with a stretch of text."""

    KEEP = "keep"
    INSERT = "insert"
    DELETE = "delete"


class ReferenceForm(StrEnum):
    """How a place is named in a text, and so how its number is written anew."""

    ORDINAL = "ordinal"
    """The number with its word: 第二十五条, Article 25."""
    LISTED = "listed"
    """A bare number of a list or range: the 三 of 第一、三项."""
    RELATIVE = "relative"
    """前款, 本条: a place seen from here."""


class ChangeAct(StrEnum):
    """What one change of an amendment does to its base."""

    REPLACE = "replace"
    RETITLE = "retitle"
    """Another text for a heading."""
    INSERT = "insert"
    REPEAL = "repeal"
    MOVE = "move"
    SUBSTITUTE = "substitute"
    """One word for another through the whole text."""


class Meeting(StrEnum):
    """How two amendments meet in one article."""

    DISJOINT = "disjoint"
    """Both change it and neither undoes the other; a person confirms the merged text."""
    COLLIDING = "colliding"
    """Both want the same words otherwise: one is chosen, or a compromise."""
