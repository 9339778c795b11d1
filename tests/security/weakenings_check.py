"""Deliberate weakenings of what guards the check of a text against guessing, each with the attack that notices it."""

from __future__ import annotations

from tests.security.weakenings import Miswriting

_CHECK = "wall.announced(core.staff, uuid, text)"

MISWRITINGS = (
    Miswriting("a check needs no ticket", "wall.checked_children(uuid, uuid[])",
               "wall.sees_confidential(wall.ticket(v_child))", "true",
               ("a text is said to be about sister too",)),
    Miswriting("only the first child needs a ticket", "wall.checked_children(uuid, uuid[])",
               "foreach v_child in array children loop", "foreach v_child in array array[p_child] loop",
               ("a text is said to be about brother too",)),
    Miswriting("any announcement is taken", _CHECK, "and c.staff_id = p_me.staff_id", "",
               ("another's announcement in the same file is taken",)),
    Miswriting("an announcement is for any text", _CHECK,
               "and c.sha256 = sha256(convert_to(coalesce(p_text, ''), 'UTF8'))", "",
               ("one announcement is used for a guess: at Zkhidden Road",)),
    Miswriting("an announcement counts in its own transaction", _CHECK,
               "and c.opened_xid is distinct from pg_current_xact_id_if_assigned()", "",
               ("a text is compared in the transaction of its announcement", "a text is compared behind a savepoint")),
    Miswriting("a comparison may be measured", _CHECK, "if wall.watched() then", "if false then",
               ("a comparison is measured: EXPLAIN ANALYZE",)),
    Miswriting("guesses are not counted", "wall.must_be_within_allowance(core.staff, boolean)",
               "or v.guesses > v_most.guesses * v.times", "",
               ("324 postcodes are announced by who may not see the details",)),
    Miswriting("checks are not counted", "wall.must_be_within_allowance(core.staff, boolean)",
               "if v.checks > v_most.checks * v.times or", "if",
               ("twenty-one announcements in one transaction",)),
    Miswriting("the names in a sealed file are compared", "wall.names_told(core.staff, uuid)",
               "wall.sealed_to(p_me, p_person) as sealed", "false as sealed",
               ("the new name of a sealed brother is guessed",)),
)  # fmt: skip
