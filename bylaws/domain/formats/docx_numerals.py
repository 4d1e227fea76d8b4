"""Numbers as Word's automatic numbering writes them (ECMA-376 part 1, 17.18.59).

Chinese counting is written as laws write it, 一百零五, also where Word shows 一百○五 or, above
ninety-nine, digit by digit: the number is the same, and texts are read by it.
"""

from collections.abc import Callable, Mapping

from bylaws.domain.numerals import DIGITS, LARGEST, to_chinese
from bylaws.domain.text.numbering import LETTERS

ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
FINANCIAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
MOST_LETTERS = 30
LARGEST_ROMAN = 3999


def numeral(number: int, number_format: str) -> str:
    """A number in a w:numFmt; in a format that is not known, in decimal digits."""
    return FORMATS.get(number_format, str)(number)


def _counting(number: int) -> str:
    return to_chinese(number) if 0 <= number <= LARGEST else str(number)


def _financial(number: int) -> str:
    written = _counting(number)
    return ("一" + written if written.startswith("十") else written).translate(FINANCIAL)


def _by_digit(number: int) -> str:
    return "".join("〇" if d == "0" else DIGITS[int(d)] for d in str(number))


def _letters(number: int) -> str:
    """a to z, then aa, bb: Word repeats the letter where a spreadsheet would go on with ab."""
    times, letter = divmod(number - 1, len(LETTERS))
    return LETTERS[letter] * (times + 1) if 0 <= times < MOST_LETTERS else str(number)


def _roman(number: int) -> str:
    if not 0 < number <= LARGEST_ROMAN:
        return str(number)
    written = ""
    for size, sign in ROMAN:
        count, number = divmod(number, size)
        written += sign * count
    return written


def _from(signs: str) -> Callable[[int], str]:
    """One sign for each number, decimal digits beyond the last."""
    return lambda number: signs[number - 1] if 1 <= number <= len(signs) else str(number)


def _run(first: str, count: int) -> Callable[[int], str]:
    return _from("".join(chr(ord(first) + step) for step in range(count)))


FORMATS: Mapping[str, Callable[[int], str]] = {
    "none": lambda _: "",
    **dict.fromkeys(
        (
            "chineseCounting",
            "chineseCountingThousand",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
            "japaneseCounting",
        ),
        _counting,
    ),
    **dict.fromkeys(
        ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"), _by_digit
    ),
    **dict.fromkeys(
        ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"), _financial
    ),
    "ideographTraditional": _from(STEMS),
    "ideographZodiac": _from(BRANCHES),
    "ideographEnclosedCircle": _run("㊀", 10),
    "decimalEnclosedCircle": _run("①", 20),
    "decimalEnclosedCircleChinese": _run("①", 20),
    "decimalEnclosedParen": _run("⑴", 20),
    "decimalEnclosedFullstop": _run("⒈", 20),
    "decimalFullWidth": lambda number: str(number).translate(FULL_WIDTH),
    "decimalFullWidth2": lambda number: str(number).translate(FULL_WIDTH),
    "decimalZero": lambda number: f"{number:02d}",
    "numberInDash": lambda number: f"- {number} -",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
}
