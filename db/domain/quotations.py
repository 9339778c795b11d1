"""Where somebody's own words stand in a text: between quotation marks, which are not always apostrophes.

A quotation that is not closed yet, as while one types it, goes on to the end of its line.
"""

from __future__ import annotations

import re

_CUT_SHORT = r"(?!(?:appen|bout|cause|cos|course|cuz|em|ere|er|im|is|n|nd|nuff|til|tis|twas|ve)\b)"
"""Words that begin with an apostrophe, as in ’cos, which word processors turn the wrong way."""
_QUOTED = re.compile(
    r'(?<!\d)"[^"\n]*(?:"|$)'
    r"|“[^”\n]*(?:”|$)"
    rf"|(?<!\w)‘{_CUT_SHORT}[^’\n]*(?:’(?=\w)[^’\n]*)*(?:’|$)"
    rf"|(?<!\w)'{_CUT_SHORT}(?=\S)[^'\n]*(?:'(?=\w)[^'\n]*)*(?:'|$)",
    re.IGNORECASE | re.MULTILINE,
)
_PARAGRAPH_BEFORE = 20_000
"""Characters before the cursor in which a quotation may have begun."""


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """Start and end of each quotation, its marks included."""
    return tuple(found.span() for found in _QUOTED.finditer(text))


def ends_inside_quotation(before: str) -> bool:
    """Whether what is typed after this text stands in a quotation that may have begun some lines above."""
    paragraph = before[-_PARAGRAPH_BEFORE:].rpartition("\n\n")[2].replace("\n", " ")
    found = quotations(paragraph)
    if not found:
        return False
    start, end = found[-1]
    closing = {'"': '"', "“": "”", "‘": "’", "'": "'"}[paragraph[start]]
    return end == len(paragraph) and (end - start == 1 or paragraph[-1] != closing)
