from django.utils.translation import override

from bylaws.domain import rule_table
from tests.bylaws.make import make_rulebook


def row_of(profile, body, matter):
    with override("en"):
        groups = {group.body: group for group in rule_table.rows(make_rulebook(profile=profile))}
    return next(row for row in groups[body].rows if row.matter == matter)


def texts(row):
    return {cell.label: cell.text for cell in row.cells}


def test_row_names_the_base_of_the_share():
    assert texts(row_of("cn", "general assembly", "bylaws")) == {
        "Quorum": "at least 2/3",
        "Passes with": "at least 2/3 of those present",
        "Method": "show of hands allowed",
        "Remote": "in the hall only",
        "Notice days": "15",
    }


def test_row_tells_each_way_of_adopting():
    row = row_of("ronr", "general assembly", "bylaws")
    assert texts(row)["Passes with"] == (
        "at least 2/3 of the votes cast with previous notice or more than half of those entitled"
    )


def test_row_tells_clear_days_a_fixed_quorum_and_what_the_notice_gives():
    row = row_of("uk", "general assembly", "bylaws")
    assert (texts(row)["Quorum"], texts(row)["Notice days"], row.notes) == (
        "at least 2",
        "14 clear days",
        [
            "The notice gives the wording of the resolution · Companies Act 2006, s. 283 · "
            "Companies Act 2006, s. 21 (unverified)",
            "Anybody may hold a proxy, members or not · Companies Act 2006, s. 324 (unverified)",
        ],
    )


def test_row_without_a_declared_base_names_the_parameter():
    row = row_of("fr", "council", "other resolutions")
    assert (texts(row)["Passes with"], row.notes) == (
        "to be stated by the bylaws",
        [
            "the bylaws in force do not state “threshold for the matter "
            "(council.ordinary.threshold)”, which rule FR-2 leaves to them: mark this parameter "
            "in their text"
        ],
    )


def test_rare_matters_have_a_row_where_the_profile_knows_them():
    assert row_of("de", "general assembly", "change of purpose").notes == [
        "Nothing is resolved that the notice did not name · German Civil Code (BGB), s. 32 (1), "
        "sentence 2",
        "Votes for, against and abstentions must all be on record · "
        "Kammergericht Berlin, 22 W 61/19",
        "Members who are absent may consent in writing · German Civil Code (BGB), s. 33 (1)",
    ]
