"""The table of who may open what of meetings; see ``access_table``."""

from __future__ import annotations

from tests.desk.access_roles import (
    LOGGED_IN,
    MEETING,
    OFFICE,
    PUBLIC,
    ROLES,
    ROLL,
    RUN,
    Answers,
    only,
)

PAGES: dict[str, tuple[str, Answers]] = {
    "assemblies:assemblies": ("", LOGGED_IN),
    "assemblies:resolutions": ("", LOGGED_IN),
    "assemblies:resolutions_export": ("", LOGGED_IN),
    "assemblies:plan": ("", OFFICE),
    "assemblies:assembly": ("meeting", MEETING),
    "assemblies:agenda": ("meeting", OFFICE),
    "assemblies:appointments": ("meeting", OFFICE),
    "assemblies:roll": ("meeting", ROLL),
    "assemblies:roll_export": ("meeting", ROLL),
    "assemblies:attendance_export": ("meeting", ROLL),
    # The notice was sent: who may write it is led to it.
    "assemblies:convene": ("meeting", only("secretariat", answer=302)),
    "assemblies:notice": ("notice", ROLL),
    "assemblies:deliveries_export": ("notice", ROLL),
    "assemblies:desk": ("meeting", only(*RUN)),
    "assemblies:desk_count": ("meeting", only(*RUN)),
    "assemblies:badges": ("meeting", only(*RUN)),
    "assemblies:badges_pdf": ("meeting paper", only(*RUN)),
    "assemblies:follow": ("meeting", MEETING),
    # A sealed name opens it, and what it answers says nothing.
    "assemblies:now": ("pulse", PUBLIC),
    "assemblies:item": ("item", MEETING),
    "assemblies:item_box": ("item", MEETING),
    "assemblies:candidates": ("unboxed item", only(*RUN)),
    "assemblies:hall": ("meeting", only(*RUN)),
    "assemblies:minutes": ("meeting", MEETING),
    "assemblies:minutes_pdf": ("minutes", MEETING),
    "assemblies:minutes_signed": ("minutes", MEETING),
    "assemblies:attendance_pdf": ("meeting paper", ROLL),
    "assemblies:resolution_pdf": ("resolution", MEETING),
    # The box is still open: who may read its papers is told so on its board.
    "assemblies:result_sheet": ("result", only(*ROLES[1:9], answer=302)),
    "assemblies:box_report": ("report", only(*ROLES[1:9], answer=302)),
}
ACTS: dict[str, tuple[str, Answers]] = {
    "assemblies:step": ("step", only(*RUN, answer=302)),
    "assemblies:agenda_cases": ("meeting", only("secretariat", answer=302)),
    "assemblies:agenda_move": ("item", only("secretariat", answer=302)),
    "assemblies:roll_freeze": ("meeting", only("secretariat")),
    "assemblies:letters_post": ("notice", only("secretariat", answer=302)),
    "assemblies:delivery": ("delivery", only("secretariat", answer=302)),
    "assemblies:guests": ("meeting", only(*RUN, answer=302)),
    "assemblies:desk_scan": ("meeting", only(*RUN, answer=302)),
    "assemblies:desk_name": ("meeting", only(*RUN, answer=302)),
    "assemblies:announce": ("item", only(*RUN, answer=302)),
    "assemblies:desk_act": ("entry", only(*RUN, answer=302)),
    "assemblies:hands": ("item", only(*RUN)),
    "assemblies:paper_open": ("item", only(*RUN, answer=302)),
    "assemblies:annul": ("item", only(*RUN)),
    "assemblies:consent": ("item", only(*RUN, answer=302)),
    "assemblies:item_act": ("item act", only(*RUN, answer=302)),
    "assemblies:follow_up": ("body", only(*RUN, answer=302)),
    "assemblies:minutes_make": ("meeting", only(*RUN, answer=302)),
    "assemblies:minutes_finalise": ("meeting", only(*RUN, answer=302)),
    "assemblies:minutes_sign": ("minutes", only(*RUN, answer=302)),
}
