"""Text from elsewhere, as it comes into a field: its words and nothing of its layout.

Word puts in breaks of its own kind, spaces that hold lines together and hyphens that show only at the end of a line;
in a record they would only keep words from being found.
"""

from __future__ import annotations

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff\ufffc"))
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2007"), " ")
_BREAKS = dict.fromkeys(map(ord, "\u2028\u2029\x0b\x0c\x85\r"), "\n")
_UNKEPT = {0: "\u2400"}
"""What the record cannot hold stands there as a sign, so that nothing goes unseen."""
_CLEAN = _INVISIBLE | _SPACES | _BREAKS | _UNKEPT


def pasted_text(text: str) -> str:
    """The text with plain spaces and line ends, without what cannot be seen; bullets and all visible signs stay."""
    return text.replace("\r\n", "\n").translate(_CLEAN)
