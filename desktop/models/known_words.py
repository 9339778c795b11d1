"""How an entry is known, said in the same words wherever it is read, printed or taken away.

An analysis is its author's judgement, drawn from other entries: nobody saw or heard it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from db.domain.entry import HowKnown
from desktop.infra.codes import code_list

if TYPE_CHECKING:
    from db.domain.entry import Source

_SHORT = {"seen_or_heard": "Seen or heard", "told": "Told", "document": "Document"}


def is_analysis(kind: str) -> bool:
    """Whether entries of this kind draw conclusions from others."""
    return any(code.code == kind and "analysis" in code.attributes for code in code_list("entry_kind"))


def is_discussion(kind: str) -> bool:
    """Whether entries of this kind are case discussions, with decisions and a day agreed for the next one."""
    return any(code.code == kind and "discussion" in code.attributes for code in code_list("entry_kind"))


def discussion_of_today(*took_part: str) -> tuple[tuple[str, str], ...]:
    """What stands in the form of a case discussion at first: today, and those who took part."""
    names = ", ".join(dict.fromkeys(name for name in took_part if name))
    return ("kind", "supervision"), ("when", "today"), ("how", "seen_or_heard"), ("present", names)


def asks_how(values: Mapping[str, str]) -> bool:
    """Whether a form asks how we know: of an analysis only where somebody or a document is named already."""
    named = values.get("how") in ("told", "document") and any(values.get(key, "").strip() for key in ("who", "role"))
    return named or not is_analysis(values.get("kind", ""))


def known_words(kind: str, source: Source, author: str) -> str:
    """The attribution in full: by whom it was seen or heard, told, written or concluded."""
    if source.how is not HowKnown.SEEN_OR_HEARD:
        return source.in_words()
    return f"Analysis by {author}" if is_analysis(kind) else f"Seen or heard by {author}"


def known_short(kind: str, source: Source) -> str:
    """The way alone, for a line of the chronology that names nobody."""
    return "Analysis" if source.how is HowKnown.SEEN_OR_HEARD and is_analysis(kind) else _SHORT[source.how]
