"""The skeleton of every page: language, header by role, bars without style attributes."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.urls import reverse

from members.enums import Role
from tests.factories.members import make_user


def header_of(client):
    page = client.get(reverse("desk:home"), headers={"accept-language": "en"}).content.decode()
    nav = re.search(r"<nav aria-label=\"Sections\">(.*?)</nav>", page, re.DOTALL)
    return re.findall(r">([^<>]+)</a>", nav[1])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("roles", "entries"),
    [
        ([], ["Bylaws", "Assemblies", "Elections"]),
        (
            [Role.AUDITOR],
            ["Members", "Dues", "Bylaws", "Assemblies", "Elections", "Search"],
        ),
        (
            [Role.SECRETARIAT],
            ["Members", "Dues", "Bylaws", "Assemblies", "Elections", "Outbox", "Search"],
        ),
    ],
)
def test_header_shows_what_the_role_may_open(client, roles, entries):
    client.force_login(make_user(*roles))
    assert header_of(client) == entries
    for address in re.findall(r'<a href="([^"]+)"', client.get("/").content.decode()):
        if address.startswith("/") and "logout" not in address:
            assert client.get(address, follow=True).status_code == 200


@pytest.mark.django_db
def test_header_of_a_stranger_has_no_sections(client):
    page = client.get(reverse("account_login")).content.decode()
    assert "<nav" not in page


@pytest.mark.django_db
def test_browsers_language_comes_first_and_can_be_switched(client):
    url = reverse("account_login")
    for wanted, served in (("en-GB", "en"), ("zh-CN", "zh-hans"), ("fr", "zh-hans")):
        page = client.get(url, headers={"accept-language": wanted})
        assert f'<html lang="{served}">' in page.content.decode()
    client.post(reverse("set_language"), {"language": "en", "next": url})
    page = client.get(url, headers={"accept-language": "zh-CN"})
    assert '<html lang="en">' in page.content.decode()


@pytest.mark.parametrize(
    ("arguments", "width", "mark"),
    [("98 109 55", "89", "50"), ("0 0", "0", None), ("200 100 300", "100", "99")],
)
def test_bar_draws_share_and_required_mark(arguments, width, mark):
    drawn = Template("{% load look %}{% bar " + arguments + " %}").render(Context())
    rects = re.findall(r'<rect class="([a-z -]+)" x="(\d+)" y="\d+" width="(\d+)"', drawn)
    expected = [("bar-ground", "0", "100"), ("bar-fill", "0", width)]
    assert rects == expected + ([("bar-mark", mark, "1")] if mark else [])
    assert "style=" not in drawn


@pytest.mark.django_db
def test_page_that_does_not_exist_is_told_in_the_look(client):
    page = client.get("/nothing/here/", headers={"accept-language": "en"})
    assert page.status_code == 404
    assert "There is no such page for you" in page.content.decode()


STYLE = Path(__file__).resolve().parents[2] / "static" / "desk" / "site.css"
# Text and the ground it stands on.
PAIRS = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink-2", "paper"),
    ("ink-2", "surface"),
    ("ink-2", "sunk"),
    ("ink-2", "grey-soft"),
    ("ink-2", "jade-soft"),
    ("ink-2", "amber-soft"),
    ("ink-2", "seal-soft"),
    ("seal", "seal-soft"),
    ("seal", "surface"),
    ("jade", "jade-soft"),
    ("jade", "surface"),
    ("amber", "amber-soft"),
    ("link", "paper"),
    ("link", "surface"),
    ("white", "seal-fill"),
    ("white", "seal-fill-on"),
]


def tokens(theme):
    light, dark = STYLE.read_text().split("prefers-color-scheme: dark")[:2]
    found = re.findall(r"--([a-z0-9-]+): #([0-9a-f]{3,6});", light)
    if theme == "dark":
        found += re.findall(r"--([a-z0-9-]+): #([0-9a-f]{3,6});", dark)
    return {
        "white": "ffffff",
        **{k: v if len(v) == 6 else "".join(c * 2 for c in v) for k, v in found},
    }


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(theme, text, ground):
    colours = tokens(theme)
    high, low = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= 4.5
