"""Which kind of entry a proposal would be, and which agency speaks, told by the words used.

The worker sees the kind beside the text and changes it by a key; a kind is never a reason to leave anything out.
"""

from __future__ import annotations

import re

_AGENCIES: tuple[tuple[str, str], ...] = (
    ("police", r"constabulary|police|\bp\.?c\.? \d|\bPC\b|\bDC\b|\bDS\b|\bPCSO\b|\bSgt\b|\bPPN\b|\bMARU\b"),
    ("nursery", r"nursery|pre-?school|childminder|playgroup|early years"),
    ("school", r"school|\bsch\b|academy|college|\bDSL\b|head ?teacher|\bteacher\b|\bSENCO\b"
     "|designated safeguarding lead"),
    ("health_visitor", r"health visit|0-19|specialist community public health"),
    ("hospital", r"hospital|emergency department|\bA&E\b|paediatric|\bward\b|maternity|midwi|infirmary|ambulance"),
    ("gp", r"surgery|\bGP\b|medical (?:centre|practice)|health centre"),
    ("hospital", r"\bNHS\b|\bCAMHS\b|clinic\b|nurse|nursing"),
    ("probation", r"probation"),
    ("housing", r"housing|\bhomes\b|tenanc|landlord|estate manager"),
    ("court", r"cafcass|\bcourt\b"),
    ("voluntary", r"charity|domestic (?:abuse|violence) (?:service|advis)|women's aid|refuge|\bIDVA\b|foundation"
     "|barnardo|nspcc|volunt"),
    ("council", r"council|children'?s services|children’s services|social work|\bFSW\b|family support|early help"
     "|emergency duty|\bEDT\b|family time|contact cent|foster|\bSSW\b|\bSW\b"),
)  # fmt: skip
_AGENCY_PATTERNS = tuple((code, re.compile(pattern, re.IGNORECASE)) for code, pattern in _AGENCIES)
_KIND_OF_AGENCY = {
    "police": "police", "school": "school", "nursery": "school", "hospital": "health", "gp": "health",
    "health_visitor": "health", "housing": "home",
}  # fmt: skip
_BY_WORDS: tuple[tuple[str, str], ...] = (
    ("missing", r"\b(?:(?:reported|went|gone|going|been|was|is) missing|missing (?:from|person|episode|since|for))\b"
     "|\babsconded\b|\bwhereabouts (?:were |are )?unknown\b"),
    ("strategy", r"\bstrategy (?:discussion|meeting)\b|\bsection 47\b|\bs\.?47\b"),
    ("conference", r"\bchild protection conference\b|\b(?:ICPC|RCPC)\b"),
    ("family_time", r"\b(?:supervised |family )time\b|\bsupervised contact\b|\bcontact (?:session|centre|visit)\b"),
)  # fmt: skip
_BY_WORDS_OF_WORKERS: tuple[tuple[str, str], ...] = (
    ("visit", r"\b(?:home visit|hv|visited|visit|called (?:round|at)|seen at home|unannounced)\b"),
    (
        "call",
        r"\b(?:t/?c|telephone|phone ?call|phoned|rang|rung|ring|call(?:ed)? (?:from|to)|spoke to|txt|text(?:ed)?)\b",
    ),
    ("meeting", r"\b(?:meeting|core group)\b"),
    ("court", r"\b(?:hearing|court|order was)\b"),
    ("police", r"\bpolice\b"),
    ("school", r"\bschool\b"),
    ("health", r"\b(?:hospital|clinic|gp|nurse|doctor|medical)\b"),
)
_NAMED_FIRST: tuple[tuple[str, str], ...] = (
    (
        "visit",
        r"(?:(?!hospital|clinic|surgery|ward|gp|school|nursery|site|welfare)[\w'’-]+ ){0,3}"
        r"(?:home visit|visit|hv)\b(?! (?:to|at) (?:the )?(?:hospital|clinic|gp|a&e|school))",
    ),
    ("call", r"(?:t/?c|tel(?:ephone)?(?: ?call)?|phone ?call|voicemail|(?:incoming|outgoing) call|call (?:from|to))\b"),
    ("meeting", r"(?:[\w'’-]+ ){0,3}meeting\b"),
)
"""What an account calls itself in its first words, or in a cell of its row: that says more than whose log it is."""
_NAMED_KINDS = tuple(
    (kind, re.compile(rf"(?:^|[\t|])[\s(\"'–-]*{pattern}", re.IGNORECASE)) for kind, pattern in _NAMED_FIRST
)
_KINDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _BY_WORDS)
_WORKERS_KINDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _BY_WORDS_OF_WORKERS)
_OCCASIONS = frozenset({"visit", "call", "meeting"})


def agency_of(words: str) -> str:
    """The code of the agency that words name; "" if they name none."""
    return next((code for code, pattern in _AGENCY_PATTERNS if pattern.search(words)), "")


def kind_of(text: str, agency: str) -> str:
    """The code of the kind of entry; "note" where nothing says more."""
    sooner = text[:600]
    by_words = next((kind for kind, pattern in _KINDS if pattern.search(sooner)), "")
    if by_words:
        return by_words
    by_agency = _KIND_OF_AGENCY.get(agency, "")
    named = next((kind for kind, pattern in _NAMED_KINDS if pattern.search(sooner)), "")
    if named and by_agency != "police":
        return named
    return by_agency or next((kind for kind, pattern in _WORKERS_KINDS if pattern.search(sooner)), "note")


def kind_of_occasion(title: str) -> str:
    """The code of what a note is a record of, as its title and labels say ("Date of visit"); "note" if they don't."""
    kinds = (*_KINDS, *(one for one in _WORKERS_KINDS if one[0] in _OCCASIONS))
    return next((kind for kind, pattern in kinds if pattern.search(title)), "note")
