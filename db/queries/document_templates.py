"""The templates that hold here: the program's own, and over them those that an administrator put on the server.

A stored one that cannot be read must not leave anybody without a form: the program's own is used, and it is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from db.domain.document_template import DocumentTemplate, TemplateNotUnderstood, parse_template
from db.queries.court_documents import StoredTemplate, stored_templates
from db.session import Session
from resources import resource


@dataclass(frozen=True, slots=True)
class TemplateHere:
    """A template in force with its text; `version` counts what administrators put in its place, 0 is the program's."""

    template: DocumentTemplate
    toml: str = field(repr=False)
    version: int = 0


@dataclass(frozen=True, slots=True)
class TemplateTrouble:
    """A stored template that cannot be read, and why."""

    kind: str
    version: int
    text: str


@dataclass(frozen=True, slots=True)
class TemplatesHere:
    """All templates in force by their kind, those for the court first, and what was wrong with stored ones."""

    by_kind: Mapping[str, TemplateHere]
    troubles: tuple[TemplateTrouble, ...] = ()

    def template(self, kind: str) -> DocumentTemplate | None:
        """The template of a kind, or None where there is none any more."""
        found = self.by_kind.get(kind)
        return found.template if found else None


def templates_here(session: Session) -> TemplatesHere:
    """The templates in force."""
    return overlaid(stored_templates(session))


def overlaid(stored: Iterable[StoredTemplate]) -> TemplatesHere:
    """The program's own with these over them; an empty one goes back to the program's."""
    found, troubles = dict(own_templates()), []
    for one in stored:
        if not one.toml.strip():
            continue
        try:
            found[one.kind] = TemplateHere(parse_template(one.kind, one.toml), one.toml, one.version)
        except TemplateNotUnderstood as error:
            troubles.append(TemplateTrouble(one.kind, one.version, error.text))
    ordered = sorted(found.values(), key=lambda here: (here.template.family != "court", here.template.title))
    return TemplatesHere({here.template.kind: here for here in ordered}, tuple(troubles))


@cache
def own_templates() -> Mapping[str, TemplateHere]:
    """Those that travel with the program; also what a form offers before a server has answered."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(resource("templates").glob("*.toml"))}
    return {kind: TemplateHere(parse_template(kind, text), text) for kind, text in texts.items()}
