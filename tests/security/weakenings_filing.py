"""Deliberate weakenings of what guards filings, each with its attack."""

from __future__ import annotations

from tests.security.weakenings import Miswriting

_FILE = (
    "api.file_court_document(uuid, uuid, uuid, integer, uuid, text, bytea, text, integer, timestamptz, bigint, text,"
    " jsonb, jsonb)"
)
_THROUGH = "through one's own file a filing with another child is "

MISWRITINGS = (
    Miswriting("any announcement counts for a filing", "wall.announced(core.staff, uuid, text)",
               "and c.staff_id = p_me.staff_id", "", ("another's check stands for one's own",)),
    Miswriting("an announcement of the same transaction counts", "wall.announced(core.staff, uuid, text)",
               "and c.opened_xid is distinct from pg_current_xact_id_if_assigned()", "",
               ("what nobody looked through is filed: in one transaction",)),
    Miswriting("an announcement counts for any text", "wall.announced(core.staff, uuid, text)",
               "and c.sha256 = sha256(convert_to(coalesce(p_text, ''), 'UTF8'))", "",
               ("what nobody looked through is filed: another text",)),
    Miswriting("a filing shows any entry", _FILE,
               "where c.entry_id = e.key::uuid and c.child_id = any (v_document.children)\n"
               "                                      and not c.legal_advice",
               "where true", ("a filing shows another's entry", "a filing shows legal advice")),
    Miswriting("any version is filed", _FILE,
               "if (wall.court_document_now(p_document)).version is distinct from p_version then", "if false then",
               ("a version that is not there is filed",)),
    Miswriting("what was filed is taken by anybody", "api.filed_pdf(uuid, uuid)",
               "v_document := wall.court_document_of(p_child, v_filed.court_document_id);",
               "select * into v_document from core.court_document d"
               " where d.court_document_id = v_filed.court_document_id;",
               (f"{_THROUGH}taken (brother)", f"{_THROUGH}taken (other)")),
    Miswriting("legal advice since a filing is told", "wall.changed_since(core.filed_version, uuid[], boolean)",
               "and (p_legal or not c.legal_advice)", "", ("a guardian counts legal advice since a filing",)),
)  # fmt: skip
