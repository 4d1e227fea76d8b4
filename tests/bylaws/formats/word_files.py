"""Word files written by hand, as other programs would write them."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def root(name, content, head=""):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<w:{name} xmlns:w="{WORD}"'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math">'
        f"{content}</w:{name}>"
    )


def zipped(parts):
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def relations(**targets):
    rows = "".join(
        f'<Relationship Id="{kind}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{rows}</Relationships>'


def word_file(body, *, numbering="", styles="", head="", **more):
    """A .docx of the XML of its body, with the content of numbering and styles."""
    return zipped(
        {
            "_rels/.rels": relations(officeDocument="word/document.xml"),
            "word/document.xml": root("document", f"<w:body>{body}</w:body>", head),
            "word/_rels/document.xml.rels": relations(
                numbering="numbering.xml", styles="styles.xml"
            ),
            "word/numbering.xml": root("numbering", numbering),
            "word/styles.xml": root("styles", styles),
            **more,
        }
    )


def t(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content="", properties=""):
    """A paragraph; `content` without markup is its text."""
    inner = content if content.startswith("<") or not content else t(content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def numbered(text, list_id, level=0):
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def level(index, number_format, text, more="", start=1):
    """A level of a pattern; `more` is what stands before its text, such as `<w:isLgl/>`."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>'
        f'{more}<w:lvlText w:val="{text}"/></w:lvl>'
    )


def pattern(pattern_id, *levels):
    return f'<w:abstractNum w:abstractNumId="{pattern_id}">{"".join(levels)}</w:abstractNum>'


def listed(list_id, pattern_id, overrides=""):
    return f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{pattern_id}"/>{overrides}</w:num>'


def style(style_id, based_on="", properties="", more=""):
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}" {more}>'
        f'<w:name w:val="{style_id}"/>{base}'
        f"<w:pPr>{properties}</w:pPr></w:style>"
    )


def ins(content, author="甲", date="2026-11-20T08:00:00Z"):
    return f'<w:ins w:id="1" w:author="{author}" w:date="{date}">{content}</w:ins>'


def dele(text, author="甲", date="2026-11-20T08:00:00Z"):
    """Struck text."""
    return (
        f'<w:del w:id="2" w:author="{author}" w:date="{date}">'
        f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'
    )


def mark(kind):
    """The tracked change of a paragraph's mark."""
    return f'<w:rPr><w:{kind} w:id="3" w:author="甲" w:date="2026-11-20T08:00:00Z"/></w:rPr>'
