"""Deliberate weakenings of what guards documents for the court, each with its attack."""

from __future__ import annotations

from tests.security.stage import GUARDIAN, STRANGER, WORKER
from tests.security.weakenings import Miswriting

_SAVE = "api.save_court_document(uuid, uuid, uuid, uuid[], text, uuid, integer, jsonb)"
_ANSWER = "api.answer_finding(uuid, uuid, uuid, text, text, boolean, text)"
_KEPT = "{} learns of documents that are kept from them: {}"
_BESIDE = "a document with a {} is reached from one's own file: {}"
_THROUGH = "through one's own file "

MISWRITINGS = (
    Miswriting("a document opens without the other files", "wall.court_document_of(uuid, uuid)",
               "perform wall.ticket(c) from unnest(v_document.children) c;", "",
               (*(_BESIDE.format(whose, "court_document") for whose in ("sister", "brother")),
                "documents without a ticket: court_document", "documents of a sealed child: court_document_versions")),
    Miswriting("guardians read drafts", "wall.version_told(core.staff, core.court_document)",
               "p_document.created_by <> p_me.staff_id and exists", "false and exists",
               ("a children's guardian reads what was not filed: court_document", _KEPT.format(GUARDIAN, "listed"),
                "a children's guardian is told of drafts in progress")),
    Miswriting("guardians read drafts in lists", "api.court_documents(uuid)",
               "v.version = wall.version_told(v_me, d)", "v.version = 1", (_KEPT.format(GUARDIAN, "listed"),)),
    Miswriting("documents with sealed children are told of", "wall.lists_document(core.staff, uuid, uuid[])",
               "and not exists (select from unnest(p_children) c where c <> p_child and wall.sealed_to(p_me, c))",
               "",
               (_KEPT.format(WORKER, "listed"), _KEPT.format(WORKER, "work"))),
    Miswriting("titles tell of other files", "api.court_documents(uuid)", "and wall.basis(v_me, x) is null",
               "and false", (_KEPT.format(WORKER, "listed"),)),
    Miswriting("work of files that are not open is told", "api.my_court_work()", "where m.basis is not null",
               "where true", (_KEPT.format(STRANGER, "work"),)),
    Miswriting("legal advice is counted", "api.my_court_work()",
               "and (not c.legal_advice or wall.sees_legal_advice(m.basis))", "",
               ("a children's guardian counts legal advice",)),
    Miswriting("whoever reads writes documents", "wall.document_writer(uuid[])", "if not wall.may_record(",
               "if false and not wall.may_record(",
               ("only named to read: a document begun", "only named to read: a finding answered")),
    Miswriting("a document is about anybody", "wall.document_writer(uuid[])",
               "if not wall.may_record(v_me, v_child, wall.ticket(v_child))", "if false",
               (f"{_THROUGH}a document is about a stranger too", _BESIDE.format("brother", "begun"))),
    Miswriting("another's operation answers", _SAVE,
               "and v.author_id = v_me.staff_id and v.court_document_id = p_document;", ";",
               (f"{_THROUGH}another's document is sent again with its operation",)),
    Miswriting("a version is written over", _SAVE,
               "if (wall.court_document_now(p_document)).version is distinct from p_base then", "if false then",
               (f"{_THROUGH}a version is written over",)),
    Miswriting("a document hangs on any proceedings", _SAVE, "perform wall.case_of(p_child, p_proceedings);", "null;",
               (f"{_THROUGH}a document hangs on another's proceedings",)),
    Miswriting("one releases one's own", _ANSWER,
               "and v.author_id = v_me.staff_id and v.version >", "and false and v.version >",
               ("a hidden detail is released by who wrote it",)),
    Miswriting("whoever may not see releases", _ANSWER, "where not wall.sees_confidential(wall.ticket(c))",
               "where false", ("a hidden detail is released by the front door",
                "a hidden detail is released by a guardian who records")),
    Miswriting("another's answer is one's own", _ANSWER,
               "if not exists (select from core.finding_answer a",
               "if false and not exists (select from core.finding_answer a",
               (f"{_THROUGH}another's answer is sent again",)),
)  # fmt: skip
