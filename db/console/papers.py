"""The command that adds a document to a child's file, for scripts and scanners."""

from __future__ import annotations

import argparse
from pathlib import Path
from uuid import UUID, uuid4

from db.commands.documents import AddDocument, add_document
from db.commands.files import OpenFile, open_file
from db.console.options import DONE, Parser, child_of, one_day, person_options, show, signed_in
from db.errors import Refused
from db.interchange.paper_text import paper_text
from db.queries.documents import DocumentLine, document_limit, documents_of_child
from db.session import Session

_NEED_A_REASON = ("team", "support", "front_door")


def add_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    """Adds this module's command to the parser."""
    parser = commands.add_parser("add-document", help="add a document to a child's file")
    person_options(parser)
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--child", required=True, metavar="REF", help="the reference of the child's file")
    parser.add_argument("--kind", required=True, help="a code of the list document_kind, for example safety_plan")
    parser.add_argument("--dated", default="", metavar="DATE", help="the day that the paper bears")
    parser.add_argument("--entry", type=UUID, default=None, help="the entry to add it to; otherwise one of its own")
    parser.add_argument("--headline", default="", help="what the chronology says, where it is an entry of its own")
    parser.add_argument("--replaces-current", action="store_true", help="it takes the place of the current one")
    parser.add_argument("--purpose", default="", help="your reason, where the file is not your own")
    parser.set_defaults(run=_add_document)


def _add_document(arguments: argparse.Namespace) -> int:
    dated = one_day(arguments.dated, "A paper bears one day; leave --dated out if the day is not known.")
    with signed_in(arguments) as session:
        child = child_of(session, arguments.child)
        if child.access in _NEED_A_REASON and not arguments.purpose:
            raise Refused(f"{child.reference} is not your own file: give your reason with --purpose.")
        content = _content(arguments.file, document_limit(session))
        words = paper_text(content, arguments.file.name)
        open_file(session, OpenFile(child.child_id, arguments.purpose))
        wish = AddDocument(
            uuid4(),
            child.child_id,
            arguments.entry,
            arguments.file.name,
            arguments.kind,
            content,
            words.media_type,
            dated,
            words.text,
            words.note,
            _forerunner(session, child.child_id, arguments),
            arguments.headline,
        )
        changes = add_document(session, wish)
    told = f"The document was added to {child.reference}. {words.note}".strip()
    answer = {
        "document": wish.document_id,
        "entry": changes.entry_id,
        "characters": len(words.text),
        "note": words.note,
    }
    show(arguments, answer, told)
    return DONE


def _forerunner(session: Session, child_id: UUID, arguments: argparse.Namespace) -> UUID | None:
    """The one current paper of the kind, where this one replaces it."""
    if not arguments.replaces_current:
        return None
    standing: list[DocumentLine] = [
        line for line in documents_of_child(session, child_id) if line.current and line.kind == arguments.kind
    ]
    if len(standing) > 1:
        raise Refused("Several papers of this kind are current. Say in the window which of them this one replaces.")
    return standing[0].document_id if standing else None


def _content(path: Path, limit: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > limit:
            raise Refused(f"{path.name} is larger than the {limit // 1_048_576} MB that this server keeps.")
        content = path.read_bytes()
    except OSError:
        raise Refused(f"{path.name} cannot be read.") from None
    if not content:
        raise Refused(f"{path.name} is empty.")
    return content
