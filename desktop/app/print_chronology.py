"""`throughline print-chronology`: the court chronology for scripts, without a window."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from db.commands.files import NoteExport, OpenFile, note_export, open_file
from db.domain.partial_date import DateNotUnderstood
from db.errors import NotPermitted, Refused, ThroughlineError
from db.passwords import password_for
from db.queries.files import FoundChild, child_of_reference
from db.session import ServerAddress, Session
from desktop.features.court.selection import bound_of, build_report
from desktop.infra.connection import Place
from desktop.infra.saving import write_whole
from desktop.models.words import count
from desktop.reporting.chronology import render_chronology
from desktop.reporting.report import as_copy

PURPOSE = "Preparing a conference, review or meeting"


def print_chronology(asked: Namespace, environment: dict[str, str]) -> int:
    """Print as asked; exit status 0, or 1 with a plain sentence on standard error."""
    try:
        for key, text in (("since", asked.since), ("until", asked.until)):
            _understood(key, text)
        chosen = {
            "since": asked.since,
            "until": asked.until,
            "significant": "yes" if asked.significant else "",
            "case_number": asked.case_number,
            "section_letter": asked.section,
        }
        session = signed_in(asked, environment)
        try:
            return _print(session, asked.child, chosen, Path(asked.out))
        finally:
            session.close()
    except ThroughlineError as trouble:
        print(f"{trouble.text} (Reference {trouble.reference})", file=sys.stderr)
        return 1


def _print(session: Session, reference: str, chosen: Mapping[str, str], out: Path) -> int:
    child = open_child(session, reference)
    report = build_report(session, child.child_id, chosen)
    document = render_chronology(as_copy(report))
    note_export(session, NoteExport(child.child_id, "court_chronology", document.pages, document.sha256))
    write_whole(out, document.pdf)
    print(f"{count(len(report.rows), 'entry', 'entries')} on {count(document.pages, 'page')}: {out}")
    if document.over_limit:
        print(f"That is more than the usual {report.page_limit} pages.", file=sys.stderr)
    return 0


def signed_in(asked: Namespace, environment: dict[str, str]) -> Session:
    """A session of the person who prints."""
    dsn = asked.server or Place.from_environment(environment).dsn
    if not dsn:
        raise Refused("Say where the record is: --server, or PGHOST in the environment.")
    return Session.connect(ServerAddress.from_dsn(dsn), asked.login, password_for(asked.login))


def open_child(session: Session, reference: str) -> FoundChild:
    """Open the file of this reference; one that could only be opened in need is not printed by a script."""
    found = child_of_reference(session, reference)
    if found is None or found.access == "break_glass":
        raise NotPermitted("There is no child of this reference, or you may not print this file.")
    purpose = PURPOSE if found.access in ("team", "support", "front_door") else ""
    open_file(session, OpenFile(found.child_id, purpose))
    return found


def _understood(key: str, text: str) -> None:
    try:
        bound_of(key, text, date.today())
    except DateNotUnderstood as trouble:
        raise Refused(trouble.text) from None
