"""Closed lists of the stored texts. The rules' own lists, free of Django, are in ``enums``."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RegulationKind(TextChoices):
    BYLAWS = "bylaws", _("bylaws")
    FINANCIAL_RULES = "financial_rules", _("financial rules")
    DUES_MEASURES = "dues_measures", _("dues standard and measures")
    ELECTION_METHOD = "election_method", _("election method")
    REPORT = "report", _("report")
    OTHER = "other", _("other")


class ProvisionKind(TextChoices):
    """Same values as the kinds that the parser gives."""

    PREAMBLE = "preamble", _("preamble")
    CHAPTER = "chapter", _("chapter")
    SECTION = "section", _("section")
    ARTICLE = "article", _("article")
    PARAGRAPH = "paragraph", _("paragraph")
    ITEM = "item", _("item")
    SUBITEM = "subitem", _("subitem")


class NumberingScheme(TextChoices):
    """Same values as the schemes that the parser knows."""

    ZH = "zh", _("Chinese: 第一章, 第一条, （一）, 1.")
    EN = "en", _("English: Chapter 1, Article 1, (a), 1.")
    DE = "de", _("German: Kapitel 1, § 1, (a), 1.")
    FR = "fr", _("French: Chapitre 1, Article 1, (a), 1.")


class AmendmentState(TextChoices):
    DRAFT = "draft", _("being drafted")
    CONSULTATION = "consultation", _("open to comments")
    SUBMITTED = "submitted", _("submitted to the vote")
    ADOPTED = "adopted", pgettext_lazy("amendment", "adopted")
    REJECTED = "rejected", pgettext_lazy("amendment", "rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("amendment", "withdrawn")
    OBSOLETE = "obsolete", pgettext_lazy("amendment", "obsolete")


TRANSITIONS: dict[AmendmentState, frozenset[AmendmentState]] = {
    AmendmentState.DRAFT: frozenset(
        {
            AmendmentState.CONSULTATION,
            AmendmentState.SUBMITTED,
            AmendmentState.WITHDRAWN,
            AmendmentState.OBSOLETE,
        }
    ),
    AmendmentState.CONSULTATION: frozenset(
        {
            AmendmentState.DRAFT,
            AmendmentState.SUBMITTED,
            AmendmentState.WITHDRAWN,
            AmendmentState.OBSOLETE,
        }
    ),
    AmendmentState.SUBMITTED: frozenset(
        {
            AmendmentState.DRAFT,
            AmendmentState.ADOPTED,
            AmendmentState.REJECTED,
            AmendmentState.WITHDRAWN,
            AmendmentState.OBSOLETE,
        }
    ),
    AmendmentState.ADOPTED: frozenset(),
    AmendmentState.REJECTED: frozenset(),
    AmendmentState.WITHDRAWN: frozenset({AmendmentState.DRAFT}),
    AmendmentState.OBSOLETE: frozenset(),
}
"""From each state where an amendment may go; what was decided stays decided."""


class ChangeAct(TextChoices):
    """Same values as the acts of :mod:`bylaws.enums`."""

    REPLACE = "replace", pgettext_lazy("change", "amend")
    RETITLE = "retitle", pgettext_lazy("change", "retitle")
    INSERT = "insert", pgettext_lazy("change", "insert")
    REPEAL = "repeal", pgettext_lazy("change", "repeal")
    MOVE = "move", pgettext_lazy("change", "move")
    SUBSTITUTE = "substitute", pgettext_lazy("change", "replace throughout")


class VoteOutcome(TextChoices):
    ADOPTED = "adopted", pgettext_lazy("change", "adopted")
    REJECTED = "rejected", pgettext_lazy("change", "rejected")
