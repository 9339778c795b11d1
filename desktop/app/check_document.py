"""`throughline check-document`: a PDF or text, also one written elsewhere, checked for hidden details.

What is found is said with its place and the document's own words; what the record knows is never printed.
"""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from db.commands.court_check import CheckedText, CheckText, check_text
from db.domain.court_check import Finding
from db.domain.page_turns import read_on, turns
from db.errors import Refused, ThroughlineError
from db.interchange.paper_text import PaperPages, paper_pages
from desktop.app.print_chronology import open_child, signed_in
from desktop.models.words import count, echoed

MOST_BYTES = 200_000_000
_PAGES_NAMED = 12


def check_document(asked: Namespace, environment: dict[str, str]) -> int:
    """Check as asked; exit status 0 if all was compared and nothing found, else 1; a refusal is a plain sentence."""
    try:
        paper = _pages_of(Path(asked.file))
        session = signed_in(asked, environment)
        try:
            child, *others = (open_child(session, each).child_id for each in (asked.child, *asked.others))
            reading = read_on(paper.pages, turns(paper.pages))
            checked = check_text(session, CheckText(child, reading.pages, tuple(others)))
            unread = tuple(sorted(paper.pictures.union(checked.not_checked)))
            checked = replace(checked, findings=reading.findings(checked.findings), not_checked=unread)
        finally:
            session.close()
    except ThroughlineError as trouble:
        print(f"{trouble.text} (Reference {trouble.reference})", file=sys.stderr)
        return 1
    if asked.json:
        print(json.dumps(_as_json(asked.child, paper, checked), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_as_lines(paper, checked)))
    return 1 if checked.findings or checked.not_checked or paper.note else 0


def _pages_of(file: Path) -> PaperPages:
    try:
        if file.stat().st_size > MOST_BYTES:
            raise Refused(f"At most {MOST_BYTES // 1_000_000} MB can be checked at once.")
        data = file.read_bytes()
    except OSError:
        raise Refused("The document could not be opened. Check its name, and that you may read it.") from None
    paper = paper_pages(data, file.name)
    if not any(page.strip() for page in paper.pages):
        raise Refused(
            f"Nothing was checked. {paper.note or 'There is no text in it: it may be a scan. Read it yourself.'}"
        )
    return paper


def _as_lines(paper: PaperPages, checked: CheckedText) -> list[str]:
    lines = [_as_line(found) for found in _alike(checked.findings)]
    lines += [
        f"Page {page}: not checked, it is a picture or has hardly any text. Read it yourself."
        for page in checked.not_checked
    ]
    lines += [f"Not all was read: {paper.note}"] if paper.note else []
    lines += ["There may be more places than these: mend them and check again."] if checked.more else []
    found = count(len(checked.findings), "finding") if checked.findings else "Nothing hidden was found"
    unread = f", {len(checked.not_checked)} not checked" if checked.not_checked else ""
    return [*lines, f"{found} on {count(len(paper.pages), 'page')}{unread}."]


def _alike(findings: Sequence[Finding]) -> list[list[Finding]]:
    """The findings with the same words together, each where the first of them stands."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.what, finding.words), []).append(finding)
    return list(groups.values())


def _as_line(alike: list[Finding]) -> str:
    first, *others = alike
    line = f"Page {first.page}, line {first.line}: {first.what}: “{echoed(first.words)}”"
    if not others:
        return line
    pages = sorted({finding.page for finding in others})
    where = ", ".join(map(str, pages[:_PAGES_NAMED])) + ("…" if len(pages) > _PAGES_NAMED else "")
    return f"{line} and {count(len(others), 'time')} more, on page{'s' if len(pages) > 1 else ''} {where}"


def _as_json(reference: str, paper: PaperPages, checked: CheckedText) -> dict[str, Any]:
    return {
        "child": reference,
        "pages": len(paper.pages),
        "findings": [_finding_json(finding) for finding in checked.findings],
        "more": checked.more,
        "not_checked": list(checked.not_checked),
        "note": paper.note,
    }


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {name: value for name, value in asdict(finding).items() if name != "key"}
