"""Deliberate weakenings of what guards lists and limits, each with its attack."""

from __future__ import annotations

from tests.security.weakenings import Miswriting

_CHANGE = "wall.change_line(core.staff, text, text, jsonb, jsonb, text, integer)"

MISWRITINGS = (
    Miswriting("whoever changes a line is first", _CHANGE,
               "perform wall.amended_meanwhile();", "null;", ("a change that was seen otherwise",)),
    Miswriting("a reason may be a file", _CHANGE,
               "length(v_why) > 500 or", "", ("a reason without end",)),
    Miswriting("an order may lose codes", "api.order_codes(text, text[], text, integer)",
               "if array(select unnest(v_before) order by 1) is distinct from array(select unnest(p_codes) order by 1)",
               "if false", ("an order that loses a code", "an order with a code twice")),
    Miswriting("one history is every history", "api.list_changes(text)", "where c.list = p_list", "where true",
               ("what an administrator changes tells of a child: the history of everything",)),
    Miswriting("the lines of one list are those of all", "wall.codes_here(text)", "c.list = p_list", "true",
               ("what an administrator changes tells of a child: the lines of entries",)),
)  # fmt: skip
