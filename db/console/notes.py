"""The command that prints what agency notes propose, and records nothing."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from db.console.options import DONE, FOUND, USAGE, Parser, complain, json_option, show, signed_in
from db.domain.partial_date import DateNotUnderstood, parse_partial_date
from db.errors import Refused
from db.interchange.agency_notes import NoteReading, Proposal, read_note_file
from db.queries.files import child_of_reference


def add_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    """Adds this module's command to the parser."""
    parser = commands.add_parser("propose", help="print the entries that agency notes propose; records nothing")
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="text, e-mail (.eml), Word or PDF")
    parser.add_argument("--child", metavar="REF", help="whose name tells the child's words; needs --as")
    parser.add_argument("--as", dest="login", metavar="LOGIN", help="whom to sign in as, with --child only")
    parser.add_argument("--server", metavar="DSN", help="the server; otherwise PGHOST, PGPORT and PGDATABASE")
    parser.add_argument("--sent-on", metavar="DATE", default="", help="when the notes came, where they do not say")
    json_option(parser)
    parser.set_defaults(run=_propose)


def _propose(arguments: argparse.Namespace) -> int:
    if arguments.child and not arguments.login:
        complain("--child needs --as LOGIN: the name of a child is asked of the server.")
        return USAGE
    sent_on = _sent_on(arguments.sent_on)
    names = _names(arguments) if arguments.child else ()
    status, told, values = DONE, [], []
    for path in arguments.files:
        try:
            note = read_note_file(path, sent_on=sent_on, child_names=names)
        except Refused as refusal:
            complain(refusal.text)
            status = FOUND
            continue
        told.append(_in_words(path.name, note.reading))
        values += [_value(path, proposal) for proposal in note.reading.proposals]
        _complain_of_rest(path.name, note.reading)
    if told or arguments.json:
        show(arguments, values, "\n\n".join(told))
    return status


def _names(arguments: argparse.Namespace) -> tuple[str, ...]:
    """The child's name; the file itself stays closed."""
    with signed_in(arguments) as session:
        child = child_of_reference(session, arguments.child)
    if child is None:
        raise Refused(f"There is no file {arguments.child}, or it is not one that you may know of.")
    return (child.name,)


def _sent_on(words: str) -> date | None:
    if not words:
        return None
    try:
        day = parse_partial_date(words, today=date.today())
    except DateNotUnderstood as error:
        raise Refused(error.text) from None
    if day.earliest != day.latest:
        raise Refused("Notes come on one day; leave --sent-on out if it is not known.")
    return day.earliest


def _value(path: Path, proposal: Proposal) -> dict[str, Any]:
    return {**proposal.to_json(), "file": str(path), "year_inferred": proposal.year_inferred}


def _complain_of_rest(name: str, reading: NoteReading) -> None:
    """What was left out, so that nobody takes the list for the whole."""
    if reading.undated:
        complain(f"{name}: {_dates(reading.undated)} left out, since the note does not say when it was written.")
    if reading.cut:
        complain(f"{name}: it is very long, and only its first part was read. Import a chronology instead.")


def _dates(number: int) -> str:
    return "1 date was" if number == 1 else f"{number:,} dates were"


def _in_words(name: str, reading: NoteReading) -> str:
    number = len(reading.proposals)
    head = (
        f"{name}: {'nothing is' if not number else '1 entry is' if number == 1 else f'{number} entries are'} proposed."
    )
    return "\n\n".join((head, *(_one(proposal) for proposal in reading.proposals)))


def _one(proposal: Proposal) -> str:
    inferred = " (year inferred from the report)" if proposal.year_inferred else ""
    source = proposal.source.in_words() or "the note does not say"
    day = proposal.report_date
    reported = f", reported {day.day}/{day.month}/{day.year}" if day else ""
    lines = [f"{proposal.when.in_words()}{inferred} — {proposal.kind}", f"  source: {source}{reported}"]
    if proposal.hearsay:
        lines.append("  told at second hand")
    if proposal.child_words:
        lines.append("  the child's words: " + " / ".join(f"“{words}”" for words in proposal.child_words.splitlines()))
    return "\n".join((*lines, *(f"  | {line}" for line in proposal.text.splitlines())))
