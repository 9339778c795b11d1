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
    """All templates in force by their kind, those for the court first, and what was wrong with stored ones.

    Those that are `ended` are offered no more: documents that stand on them are opened with them.
    """

    by_kind: Mapping[str, TemplateHere]
    troubles: tuple[TemplateTrouble, ...] = ()
    ended: Mapping[str, TemplateHere] = field(default_factory=dict)

    def template(self, kind: str) -> DocumentTemplate | None:
        """The template of a kind, ended or not, or None where there never was one."""
        found = self.by_kind.get(kind) or self.ended.get(kind)
        return found.template if found else None


def templates_here(session: Session) -> TemplatesHere:
    """The templates in force."""
    return overlaid(stored_templates(session))


def overlaid(stored: Iterable[StoredTemplate]) -> TemplatesHere:
    """The program's own with these over them; an empty one goes back to the program's, or is ended where it has none.

    Where the newest cannot be read and the program has none, the one before is used: nobody's report is shut.
    """
    found = dict(own_templates())
    ended: dict[str, TemplateHere] = {}
    troubles = []
    for one in stored:
        own = found.pop(one.kind, None)
        gone = one.ended or (own is None and not one.toml.strip())
        texts = [one.toml] if one.toml.strip() else []
        texts += [one.stood] if own is None else []
        here = own
        for text in filter(str.strip, texts):
            try:
                here = TemplateHere(parse_template(one.kind, text), text, one.version)
                break
            except TemplateNotUnderstood as error:
                if text is one.toml:
                    troubles.append(TemplateTrouble(one.kind, one.version, error.text))
        if here is not None:
            (ended if gone else found)[one.kind] = here
    return TemplatesHere(_in_order(found.values()), tuple(troubles), _in_order(ended.values()))


def _in_order(found: Iterable[TemplateHere]) -> dict[str, TemplateHere]:
    ordered = sorted(found, key=lambda here: (here.template.family != "court", here.template.title))
    return {here.template.kind: here for here in ordered}


@cache
def own_templates() -> Mapping[str, TemplateHere]:
    """Those that travel with the program; also what a form offers before a server has answered."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(resource("templates").glob("*.toml"))}
    return {kind: TemplateHere(parse_template(kind, text), text) for kind, text in texts.items()}
