"""The templates of documents: what each looks like, put in from a file that is checked first, ended, and set back.

A template that reports stand on is never taken from them: ended means that no new ones are begun.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from db.commands.changes import Changes
from db.commands.court_documents import PutTemplate, put_template
from db.domain.document_template import MOST_CHARACTERS, DocumentTemplate, TemplateNotUnderstood, parse_template
from db.errors import Refused
from db.queries.document_templates import TemplateHere, own_templates, templates_here
from db.queries.lists import ListChange, template_text
from db.session import Session
from desktop.features.lists.codes import code_word
from desktop.features.lists.listing import Line, Listing, Question, Values
from desktop.models.words import count, listed
from desktop.widgets.asking import Answers, Save

_WRITERS = {
    "practitioner": "social workers", "court_adviser": "court advisers", "manager": "managers",
    "support": "support staff",
}  # fmt: skip
_STAYS = "Reports begun with it open as before, with every section; no new ones are begun."
_TEMPLATES = Changes(frozenset({"templates"}))


@dataclass(frozen=True, slots=True)
class Templates(Listing):
    """What documents are made of."""

    group: int = 1
    ends: bool = True

    def read(self, session: Session) -> tuple[Line, ...]:
        """Those that are offered, then those that were ended, and what could not be read."""
        here = templates_here(session)
        troubles = {one.kind: f"Version {one.version} cannot be read: {one.text}" for one in here.troubles}
        lines = [
            _line(kind, one, place, troubles.pop(kind, "")) for place, (kind, one) in enumerate(here.by_kind.items())
        ]
        for kind, one in here.ended.items():
            lines.append(_line(kind, one, len(lines), troubles.pop(kind, ""), offered=False))
        for kind, words in troubles.items():
            lines.append(Line(kind, (kind, "cannot be read", ""), words, {"toml": "", "version": 0}, False, len(lines)))
        return tuple(lines)

    def change(self, line: Line, values: Values) -> Question:
        """A file takes its place; the page asks for the file first."""
        raise NotImplementedError

    def end(self, line: Line) -> Question | str:
        """It is offered no more."""
        if not line.offered:
            return f"“{line.words[0]}” is offered no more already. Set it back to offer it again."
        save = partial(_put, line.key, str(line.values["toml"]) if line.values["version"] else "", ended=True)
        return Question(line.key, f"End “{line.words[0]}”", (), (), lambda _a, why, seen: save(why, seen), note=_STAYS)

    def back(self, change: ListChange, line: Line) -> Question | str:
        """As it was before: the version that stood, or the program's own."""
        before = change.before or {"version": 0, "own": True}
        own = line.key in own_templates()
        if (change.before is None or before.get("own")) and not own:
            return self.end(line)
        version = 0 if change.before is None or before.get("own") else int(before["version"])
        title = f"Set “{line.words[0]}” back to {f'version {version}' if version else 'the program’s own'}"
        ended = bool(before.get("ended"))

        def save(why: str, seen: int | None, session: Session) -> Changes:
            text = template_text(session, line.key, version) if version else ""
            return _put(line.key, text, why, seen, ended=ended)(session)

        note = "What was written under a section that goes stands at the end of its document."
        return Question(line.key, title, (), (), lambda _a, why, seen: partial(save, why, seen), note=note)

    def from_file(self, name: str, text: str, lines: Sequence[Line], line: Line | None) -> Question:
        """To put a file in the place of a template, or beside them; raises Refused with the line that is wrong."""
        taken = {one.key for one in lines} | {"chronology"}
        kind = line.key if line is not None else code_word(Path(name).stem, taken)
        try:
            template = parse_template(kind, text)
        except TemplateNotUnderstood as error:
            raise Refused(f"{name} was not taken. {error.text}") from None
        before = _parsed(line)
        title = f"Replace “{line.words[0]}” with {name}" if line is not None else f"Add “{template.title}” from {name}"
        note = f"The file was read and is in order.\n{checked(template, before)}"

        def make(_answers: Answers, why: str, seen: int | None) -> Save:
            return _put(kind, text, why, seen)

        return Question(kind, title, (), (), make, note=note)


def _line(kind: str, one: TemplateHere, place: int, trouble: str, *, offered: bool = True) -> Line:
    whose = f"version {one.version} of this office" if one.version and not _is_own(kind, one) else "the program's own"
    family = "for the court" if one.template.family == "court" else "for the office"
    words = (one.template.title, whose, family if offered else "ended")
    said = [trouble, "" if offered else f"Ended. {_STAYS}", outline(one.template)]
    version = 0 if _is_own(kind, one) else one.version
    return Line(kind, words, "\n\n".join(filter(None, said)), {"toml": one.toml, "version": version}, offered, place)


def _is_own(kind: str, one: TemplateHere) -> bool:
    own = own_templates().get(kind)
    return own is not None and own.toml == one.toml


def _parsed(line: Line | None) -> DocumentTemplate | None:
    if line is None or not line.values.get("toml"):
        return None
    try:
        return parse_template(line.key, str(line.values["toml"]))
    except TemplateNotUnderstood:
        return None


def _put(kind: str, text: str, why: str, seen: int | None, *, ended: bool = False) -> Save:
    def save(session: Session) -> Changes:
        put_template(session, PutTemplate(kind, text, ended, why, seen))
        return _TEMPLATES

    return save


def outline(template: DocumentTemplate) -> str:
    """What a template looks like: its title, who writes it, its headings with what they ask for."""
    said = [template.title, f"Usually written by {listed([_WRITERS[role] for role in template.roles])}.", ""]
    for section in template.sections:
        facts = [
            "must be filled in" if section.required else "",
            "for each child" if section.each_child else "",
            f"at most {section.words:,} words" if section.words else "",
            {"fact": "facts", "analysis": "analysis"}.get(section.voice, ""),
        ]
        told = f" ({'; '.join(filter(None, facts))})" if any(facts) else ""
        said.append(f"{'    ' * (section.level - 1)}{section.heading}{told}")
        if section.guidance:
            said.append(f"{'    ' * section.level}{' '.join(section.guidance.split())}")
    if template.statement:
        said += ["", f"Statement of truth: {template.statement}"]
    return "\n".join(said)


def checked(template: DocumentTemplate, before: DocumentTemplate | None) -> str:
    """What the check found: what the file holds, and what it changes of the template in whose place it comes."""
    required = sum(section.required for section in template.sections)
    said = [f"“{template.title}”: {count(len(template.sections), 'section')}, {required} of them must be filled in."]
    if before is not None:
        now = {section.key: section.title for section in template.sections}
        was = {section.key: section.title for section in before.sections}
        new = [f"“{title}”" for key, title in now.items() if key not in was]
        gone = [f"“{title}”" for key, title in was.items() if key not in now]
        if new:
            said.append(f"New: {listed(new)}.")
        if gone:
            said.append(f"Gone: {listed(gone)}. What was written there stands at the end of its document.")
        if not new and not gone:
            said.append("The same sections as before.")
    return "\n".join(said)


def text_of(path: Path) -> str:
    """The text of a template's file; raises Refused."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_CHARACTERS * 4 + 1)
        return content.decode("utf-8-sig")
    except OSError:
        raise Refused(f"{path.name} cannot be read.") from None
    except UnicodeDecodeError:
        raise Refused(f"{path.name} was not taken: it is not a text in UTF-8.") from None


TEMPLATES = Templates(
    "document_template", "Court document templates", "What reports, statements and the office's own forms are made of.",
    ("Template", "Whose", "For"), (22, 18, 12),
)  # fmt: skip
