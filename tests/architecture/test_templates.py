"""The content security policy lets no inline script or style run, so none may be written."""

import re
from html.parser import HTMLParser
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
COMMENTS = re.compile(r"{% comment.*?{% endcomment %}", re.DOTALL)
# Pages for WeasyPrint and mail meet no browser's policy.
ELSEWHERE = {"print", "email"}


class _Inline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        data = (given.get("type") or "").endswith("json")
        if tag == "style" or (tag == "script" and "src" not in given and not data):
            self.found.append(f"<{tag}> at line {self.getpos()[0]}")
        for name, value in attrs:
            evaluated = name.startswith(("on", "hx-on", "hx-vars"))
            if name == "style" or evaluated or (value or "").startswith("javascript:"):
                self.found.append(f"{name}= at line {self.getpos()[0]}")


def inline_code(source: str) -> list[str]:
    parser = _Inline()
    without = COMMENTS.sub(lambda match: "\n" * match.group().count("\n"), source)
    parser.feed(TAGS.sub(lambda match: "x" + "\n" * match.group().count("\n"), without))
    return parser.found


def test_inline_code_is_found():
    source = '<p style="x">\n{% if a %}\n<script>1</script><a onclick="x" href="javascript:x">'
    assert inline_code(source) == [
        "style= at line 1",
        "<script> at line 3",
        "onclick= at line 3",
        "href= at line 3",
    ]
    assert inline_code('<script type="application/json">{}</script><script src="a"></script>') == []


def test_templates_have_no_inline_code():
    found = {
        str(path.relative_to(REPOSITORY)): inline
        for path in (REPOSITORY / "templates").rglob("*.html")
        if not ELSEWHERE & set(path.parts)
        if (inline := inline_code(path.read_text(encoding="utf-8")))
    }
    assert found == {}
