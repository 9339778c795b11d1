"""What a document for the court or the office is made of: its sections, what each is for, and how long it may be.

Templates are TOML files that administrators change, so whatever such a file says, the answer is a template or one plain
sentence that names the line.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

MOST_CHARACTERS = 200_000
MOST_SECTIONS = 60
FAMILIES = ("court", "office")
VOICES = ("fact", "analysis", "plain")
ROLES = ("practitioner", "court_adviser", "manager", "support")
CHECKLIST: Mapping[str, str] = {
    "a": "the ascertainable wishes and feelings of the child, in the light of age and understanding",
    "b": "physical, emotional and educational needs",
    "c": "the likely effect on the child of any change in circumstances",
    "d": "age, sex, background and any characteristics that the court considers relevant",
    "e": "any harm which the child has suffered or is at risk of suffering",
    "f": "how capable each parent, and any other relevant person, is of meeting the child's needs",
    "g": "the range of powers available to the court",
}
"""The welfare checklist (Children Act 1989, section 1(3))."""
_KIND = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CONTROLS = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
_DOTTED = re.compile(r"""(?<![\w"'\\-])(?:(?:[\w-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){12}""")
"""A key within a key within a key: no template needs it, and reading very many of them takes all memory."""
_SECTION_HEAD = re.compile(r"[ \t]*\[\[[ \t]*section[ \t]*\]\]")


T = TypeVar("T")


class TemplateNotUnderstood(ValueError):
    """The text is no template; `text` says why, and where."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class TemplateSection:
    """A section. `guidance` is shown while one writes and never printed; `words` is its limit, 0 for none.

    `each_child` makes one part of it for each child; `checklist` is the letter of the welfare checklist that it
    answers; `speakers` asks that each paragraph begins with who says it; `level` 2 stands under the section of level 1
    before it.
    """

    key: str
    title: str
    guidance: str = ""
    required: bool = False
    voice: str = "plain"
    words: int = 0
    each_child: bool = False
    checklist: str = ""
    speakers: bool = False
    level: int = 1

    @property
    def heading(self) -> str:
        """The title as it is printed: a part that answers the checklist has its letter."""
        return f"({self.checklist}) {self.title}" if self.checklist and self.level > 1 else self.title


@dataclass(frozen=True, slots=True)
class DocumentTemplate:
    """A kind of document. `roles` usually write it; `statement` is its statement of truth, empty for none.

    `page_limit` names the kind whose limit holds, usually its own.
    """

    kind: str
    title: str
    family: str
    roles: tuple[str, ...]
    sections: tuple[TemplateSection, ...]
    statement: str = ""
    page_limit: str = ""


def parse_template(kind: str, text: str) -> DocumentTemplate:
    """The template that a TOML text describes; raises TemplateNotUnderstood."""
    if not _KIND.fullmatch(kind) or kind == "chronology":
        raise TemplateNotUnderstood(
            "A template is named by one word of at most 40 small letters, digits and low lines, and not “chronology”."
        )
    reader = _Reader(text)
    whole = _Table(_toml(text), reader, "The template", 0)
    whole.only(("title", "family", "roles", "statement_of_truth", "page_limit", "section"))
    sections = whole.tables("section")
    if not sections:
        raise TemplateNotUnderstood("The template has no sections: each begins with a line [[section]].")
    if len(sections) > MOST_SECTIONS:
        raise TemplateNotUnderstood(f"The template has more than {MOST_SECTIONS} sections.")
    template = DocumentTemplate(
        kind=kind,
        title=whole.line("title"),
        family=whole.one_of("family", FAMILIES, "court"),
        roles=whole.roles(),
        statement=whole.words("statement_of_truth"),
        page_limit=whole.name("page_limit", kind),
        sections=tuple(_section(_Table(each, reader, f"Section {n}", n)) for n, each in enumerate(sections, 1)),
    )
    _refuse_doubles(template, reader)
    return template


def _toml(text: str) -> dict[str, Any]:
    if len(text) > MOST_CHARACTERS:
        raise TemplateNotUnderstood(f"A template has at most {MOST_CHARACTERS:,} characters.")
    deep = _DOTTED.search(text)
    if deep:
        raise TemplateNotUnderstood(f"Line {text.count(chr(10), 0, deep.start()) + 1}: a key has too many dots.")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TemplateNotUnderstood(_in_plain_words(str(error))) from None
    except (ValueError, RecursionError, OverflowError):
        raise TemplateNotUnderstood("This is not TOML: it holds a number or a list beyond all measure.") from None


def _in_plain_words(error: str) -> str:
    """What TOML's own reader says, without repeating any of the text."""
    found = _PLACE.search(error)
    where = f"Line {found[1]}" if found and found[1] else "The end of the file"
    what = error.lower()
    if "overwrite" in what or "twice" in what or "already" in what or "mutate" in what:
        return f"{where}: the same key or table stands twice."
    if "expected '='" in what:
        return f"{where}: a line is written key = value."
    if "unterminated" in what or "illegal character '\\n'" in what or 'expected \'"""\'' in what:
        return f"{where}: a text is not closed. Longer texts stand between three quotation marks."
    if "invalid value" in what:
        return f"{where}: the value is not understood. A text stands between quotation marks, and yes is written true."
    return f"{where}: this is not TOML."


def _section(table: _Table) -> TemplateSection:
    table.only(tuple(field.name for field in fields(TemplateSection)))
    return TemplateSection(
        key=table.name("key"),
        title=table.line("title"),
        guidance=table.words("guidance"),
        required=table.take("required", bool, False),
        voice=table.one_of("voice", VOICES, "plain"),
        words=table.number("words", range(20_001), 0),
        each_child=table.take("each_child", bool, False),
        checklist=table.one_of("checklist", ("", *CHECKLIST), ""),
        speakers=table.take("speakers", bool, False),
        level=table.number("level", range(1, 3), 1),
    )


def _refuse_doubles(template: DocumentTemplate, reader: _Reader) -> None:
    """Each key and each letter of the checklist once; a part stands under a section that is each child's if it is."""
    seen: set[str] = set()
    above: TemplateSection | None = None
    for number, section in enumerate(template.sections, 1):
        for what, mark in (("key", section.key), ("checklist", section.checklist)):
            if mark and f"{what} {mark}" in seen:
                raise reader.trouble(f"Section {number}", number, what, f"the {what} “{mark}” stands twice")
            seen.add(f"{what} {mark}")
        if section.level == 1:
            above = section
        elif above is None:
            raise reader.trouble(f"Section {number}", number, "level", "the first section has level 1")
        elif above.each_child and not section.each_child:
            raise reader.trouble(
                f"Section {number}", number, "each_child", f"it stands under “{above.key}”, which is each child's own"
            )


class _Reader:
    """Finds the line of what is wrong."""

    def __init__(self, text: str) -> None:
        self._lines = re.split("\r?\n", text)
        heads = [number for number, line in enumerate(self._lines) if _SECTION_HEAD.match(line)]
        self._starts = [0, *heads, len(self._lines)]

    def trouble(self, where: str, section: int, key: str, what: str) -> TemplateNotUnderstood:
        """The refusal, with the line where it can be told."""
        return TemplateNotUnderstood(f"{where}{self._line(section, key)}: {what}.")

    def _line(self, section: int, key: str) -> str:
        if section + 1 >= len(self._starts):
            return ""
        start, end = self._starts[section], self._starts[section + 1]
        wanted = re.compile(rf"[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*=")
        found = next((number for number in range(start, end) if wanted.match(self._lines[number])), start)
        return f", line {found + 1}"


class _Table:
    """The values of one table of the file, each taken once; what nobody takes is refused."""

    def __init__(self, values: Mapping[str, Any], reader: _Reader, where: str, section: int) -> None:
        self._left = dict(values)
        self._reader, self._where, self._section = reader, where, section

    def take(self, key: str, kind: type[T], default: T) -> T:
        """A value of exactly this type."""
        value = self._left.pop(key, default)
        if type(value) is not kind:
            must = {str: "a text", bool: "true or false", int: "a whole number", list: "a list"}[kind]
            raise self._wrong(key, f"“{key}” must be {must}")
        return value

    def tables(self, key: str) -> list[dict[str, Any]]:
        """The tables that stand under [[key]], none if there is anything else."""
        found = self._left.pop(key, None)
        return found if isinstance(found, list) and all(isinstance(each, dict) for each in found) else []

    def words(self, key: str) -> str:
        """A text of several lines, or none."""
        text = self.take(key, str, "").strip()
        if len(text) > 4000 or _CONTROLS.search(text):
            raise self._wrong(key, f"“{key}” is longer than 4,000 characters or holds marks that cannot be printed")
        return text

    def line(self, key: str) -> str:
        """A text of one line that must be there."""
        text = self.take(key, str, "").strip()
        if not text:
            raise self._wrong(key, f"the {key} is missing")
        if len(text) > 200 or "\n" in text or _CONTROLS.search(text):
            raise self._wrong(key, f"the {key} is one line of at most 200 characters")
        return text

    def name(self, key: str, default: str = "") -> str:
        """A small word."""
        name = self.take(key, str, default)
        if not name:
            raise self._wrong(key, f"the {key} is missing")
        if not _KIND.fullmatch(name):
            raise self._wrong(key, f"the {key} is one word of at most 40 small letters, digits and low lines")
        return name

    def number(self, key: str, allowed: range, default: int) -> int:
        """A whole number within a range."""
        number = self.take(key, int, default)
        if number not in allowed:
            raise self._wrong(key, f"“{key}” is a number from {allowed[0]:,} to {allowed[-1]:,}")
        return number

    def one_of(self, key: str, allowed: tuple[str, ...], default: str) -> str:
        """One of a few words."""
        word = self.take(key, str, default)
        if word not in allowed:
            raise self._wrong(key, f"“{key}” is one of {', '.join(filter(None, allowed))}")
        return word

    def roles(self) -> tuple[str, ...]:
        """Who usually writes it; everybody where nobody is named."""
        roles = self.take("roles", list, list(ROLES))
        if not roles or any(role not in ROLES for role in roles) or len(set(roles)) != len(roles):
            raise self._wrong("roles", f"“roles” is a list of some of {', '.join(ROLES)}, each once")
        return tuple(roles)

    def only(self, keys: tuple[str, ...]) -> None:
        """Refuses other keys: a misspelt one would be silently without effect."""
        for key in [key for key in self._left if key not in keys]:
            shown = key if re.fullmatch(r"[\w-]{1,40}", key) else "…"
            raise self._wrong(key, f"there is no key “{shown}”; look for a slip of the pen")

    def _wrong(self, key: str, what: str) -> TemplateNotUnderstood:
        return self._reader.trouble(self._where, self._section, key, what)
