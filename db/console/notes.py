"""The command that prints what agency notes propose, and records nothing."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from db.console.options import DONE, FOUND, USAGE, Parser, child_of, complain, json_option, one_day, show, signed_in
from db.errors import Refused
from db.interchange.agency_notes import NoteFile, NoteReading, Proposal, read_note_file

_SEEN = {"alone": "the child was seen alone", "seen": "the child was seen, not alone", "no": "the child was not seen"}


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
    sent_on = one_day(arguments.sent_on, "Notes come on one day; leave --sent-on out if it is not known.")
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
        _complain_of_rest(path.name, note)
    if told or arguments.json:
        show(arguments, values, "\n\n".join(told))
    return status


def _names(arguments: argparse.Namespace) -> tuple[str, ...]:
    """The child's name; the file itself stays closed."""
    with signed_in(arguments) as session:
        return (child_of(session, arguments.child).name,)


def _value(path: Path, proposal: Proposal) -> dict[str, Any]:
    return {**proposal.to_json(), "file": str(path), "year_inferred": proposal.year_inferred}


def _complain_of_rest(name: str, note: NoteFile) -> None:
    """What was left out, so that nobody takes the list for the whole."""
    reading = note.reading
    if reading.unused:
        number = len(reading.unused)
        why = " (planned, asked about or a condition)"
        lines = "\n".join(
            f"  | {note.text[one[0] : one[1]]}{why if one in reading.ahead else ''}" for one in reading.unused
        )
        complain(f"{name}: {'1 line' if number == 1 else f'{number:,} lines'} not used:\n{lines}")
    if reading.undated:
        complain(
            f"{name}: {_dates(reading.undated)} left out, since the note does not say when it was written."
            " Say when it came with --sent-on DATE, and they count from that day."
        )
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
    of = proposal.year_of
    inferred = f" (year inferred from {of.day}/{of.month}/{of.year})" if proposal.year_inferred and of else ""
    source = proposal.source.in_words() or "the note does not say"
    day = proposal.report_date
    reported = f", reported {day.day}/{day.month}/{day.year}" if day else ""
    lines = [f"{proposal.when.in_words()}{inferred} — {proposal.kind}", f"  source: {source}{reported}"]
    if proposal.doubt:
        lines.append(f"  written “{proposal.when.as_given}”: {proposal.doubt} Ask which day it was.")
    if proposal.seen:
        lines.append(f"  {_SEEN.get(proposal.seen.get('seen', ''), 'how the child was is said')}")
    if proposal.hearsay:
        lines.append("  told at second hand")
    if proposal.child_words:
        lines.append("  the child's words: " + " / ".join(f"“{words}”" for words in proposal.child_words.splitlines()))
    return "\n".join((*lines, *(f"  | {line}" for line in proposal.text.splitlines())))
