"""Looks in words: on which basis somebody opened a file, what they did there, and what deserves a question.

Why: a court, an auditor and the child grown up ask who looked, and must be told in words and not in codes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

BASES = {
    "allocated": "holds the child’s case",
    "team": "for the team",
    "support": "in support of the team",
    "front_door": "at the front door",
    "break_glass": "broke the glass",
    "confidential": "opened the confidential details",
}
"""The bases of an opening; a named one is told with its capacity."""
QUESTIONS = {
    "own_name": "Same family name",
    "own_address": "Same address",
    "not_theirs": "Never wrote in it",
    "many_files": "Many files in an hour",
}
"""The questions, and what each is about."""
_WITHIN = ("weeks", "within", "weeks")
ASKED: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "own_name": (("times", "Ask about a file of the own family name, opened", "times"), _WITHIN),
    "own_address": (("times", "Ask about a file of the own address, opened", "times"), _WITHIN),
    "not_theirs": (("times", "Ask about a file that one never wrote in, opened", "times"), _WITHIN),
    "many_files": (("times", "Ask about", "files opened in an hour"), ("weeks", "in the last", "weeks")),
}
"""From when on each is asked, as sentences: for each number what stands before and after it."""
_DONE = {
    "add_child": ("file opened for the child", "files opened for the child"),
    "propose_allocation": ("allocation proposed", "allocations proposed"),
    "allocate_at_once": ("allocation at once", "allocations at once"),
    "record_talk": ("talk about allocation recorded", "talks about allocation recorded"),
    "allocate": ("allocation accepted", "allocations accepted"),
    "decline_allocation": ("allocation declined", "allocations declined"),
    "withdraw_proposal": ("proposal withdrawn", "proposals withdrawn"),
    "end_allocation": ("allocation ended", "allocations ended"),
    "name_access": ("person named for the file", "people named for the file"),
    "confirm_access": ("named access confirmed", "named accesses confirmed"),
    "end_access": ("named access ended", "named accesses ended"),
    "ask_to_seal": ("sealing asked for", "sealings asked for"),
    "ask_to_unseal": ("unsealing asked for", "unsealings asked for"),
    "drop_sealing": ("sealing not confirmed", "sealings not confirmed"),
    "unseal_file": ("unsealing of the file", "unsealings of the file"),
    "seal_file": ("sealing of the file", "sealings of the file"),
    "declare_interest": ("“I know this family”", "“I know this family”"),
    "lift_interest": ("“I know this family” lifted", "“I know this family” lifted"),
    "answer_signal": ("answer to what stands out", "answers to what stands out"),
    "read_talk": ("conversation about the allocation read", "conversations about the allocation read"),
    "open_contact": ("contact about the child read", "contacts about the child read"),
    "decide_contact": ("decision on a contact", "decisions on contacts"),
    "reopen_file": ("reopening of the file", "reopenings of the file"),
    "answer_decision": ("answer to a decision", "answers to decisions"),
    "arrange_meeting": ("meeting arranged", "meetings arranged"),
    "ask_to_remove": ("removal of a member asked for", "removals of members asked for"),
    "confirm_removal": ("removal of a member confirmed", "removals of members confirmed"),
    "keep_member": ("member kept", "members kept"),
    "record_period": ("fact recorded", "facts recorded"),
    "correct_period": ("fact corrected", "facts corrected"),
    "correct_person": ("fact corrected", "facts corrected"),
    "add_person": ("person added", "people added"),
    "record": ("entry recorded", "entries recorded"),
    "amend": ("entry amended", "entries amended"),
    "import": ("import of entries", "imports of entries"),
    "search_shown": ("showing in a search of all files", "showings in searches of all files"),
    "challenge": ("challenge noted", "challenges noted"),
    "read_document": ("document read", "documents read"),
    "add_document": ("document added", "documents added"),
    "court_rows": ("chronology put together for the court", "chronologies put together for the court"),
    "read_confidential": ("reading of confidential details", "readings of confidential details"),
    "read_hidden_party": ("hidden party read", "hidden parties read"),
    "read_filed": ("filed document read", "filed documents read"),
    "read_court_document": ("reading of a document for the court", "readings of documents for the court"),
    "save_court_document": ("document for the court saved", "documents for the court saved"),
    "file_court_document": ("document filed", "documents filed"),
    "check_text": ("text checked for hidden details", "texts checked for hidden details"),
    "open_check": ("check of a document begun", "checks of documents begun"),
    "find": ("question that touched this file", "questions that touched this file"),
    "find_person": ("person looked for", "people looked for"),
    "open_looks": ("question about who looked", "questions about who looked"),
    "read_audit": ("reading of the audit", "readings of the audit"),
    "print_looks": ("list of looks saved", "lists of looks saved"),
    "review_broken_glass": ("opening reviewed", "openings reviewed"),
    "answer_look_question": ("question about looks answered", "questions about looks answered"),
}
_LEFT = {
    "export": "printed or saved",
    "take_away": "taken away",
    "print_looks": "list of looks saved",
    "file_court_document": "filed",
}
"""The acts by which something left the record."""


@dataclass(frozen=True, slots=True)
class Opening:
    """That a file was opened: when, on which basis, and the reason that was chosen or typed."""

    at: datetime
    basis: str
    reason: str


def basis_in_words(basis: str, capacities: Mapping[str, str]) -> str:
    """A basis as a clause: "named as conference chair"; `capacities` are the labels of access_capacity."""
    if basis.startswith("named:"):
        capacity = basis.removeprefix("named:")
        said = capacities.get(capacity, capacity.replace("_", " "))
        return f"named as {said[:1].lower()}{said[1:]}"
    return BASES.get(basis, basis.replace("_", " "))


def opening_in_words(one: Opening, capacities: Mapping[str, str], purposes: Mapping[str, str]) -> str:
    """An opening with its reason: "broke the glass: “a child ran to our office”"."""
    said = basis_in_words(one.basis, capacities)
    if not one.reason:
        return said
    reason = purposes.get(one.reason, "")
    return f"{said} ({reason})" if reason else f"{said}: “{one.reason}”"


def acts_in_words(acts: Mapping[str, int]) -> tuple[str, ...]:
    """What somebody did there, in counts: ("2 entries recorded", "1 document read")."""
    return tuple(_act(act, number) for act, number in sorted(acts.items()) if not left_record(act))


def left_in_words(acts: Mapping[str, int]) -> tuple[str, ...]:
    """What left the record: ("court chronology printed or saved", "Word file taken away, 2 times")."""
    return tuple(_leaving(act, number) for act, number in sorted(acts.items()) if left_record(act))


def left_record(act: str) -> bool:
    """Whether something leaves the record by this act."""
    return act.partition(":")[0] in _LEFT


def _act(act: str, number: int) -> str:
    one, many = _DONE.get(act, ("", ""))
    if one:
        return f"{number} {one if number == 1 else many}"
    said = act.replace("_", " ")
    return f"{said}, {number} times" if number > 1 else said


def _leaving(act: str, number: int) -> str:
    what, _, kind = act.partition(":")
    copied = {"copy": "rows copied", "word": "Word file taken away", "excel": "Excel file taken away"}
    if what == "take_away":
        said = copied.get(kind, _LEFT[what])
    elif what == "export":
        said = f"{kind.replace('_', ' ') or 'pages'} {_LEFT[what]}"
    else:
        said = f"document {_LEFT[what]}" if what == "file_court_document" else _LEFT[what]
    return f"{said}, {number} times" if number > 1 else said
