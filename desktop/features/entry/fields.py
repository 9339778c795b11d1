"""The fields of an entry, as a table, when each applies, and what is asked at each kind of event."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.infra.acts import Act
from desktop.infra.codes import code_list
from desktop.models.known_words import asks_how, is_analysis, is_discussion
from desktop.widgets.form import Field, Kind

NO_CODE = ("", "—")
TONES = {"neutral": "neither", "harm": "▼ bears harm", "protective": "▲ protects"}
SEEN = (("alone", "Seen alone"), ("seen", "Seen, not alone"), ("no", "Not seen"))
HOW = (("seen_or_heard", "I saw or heard it"), ("told", "I was told"), ("document", "From a document"))
CHILDS_OWN = ("seen", "observed", "not_seen_why", "words", "impact")
"""What is said of each child by itself and never shown to the reader of another."""
TICKS = frozenset({"significant", "sensitive", "third_party", "legal_advice", "withheld"})


def entry_fields(child: str) -> tuple[Field, ...]:
    """The fields from top to bottom: the three that are needed to save come first."""
    kinds = tuple((code.code, code.label) for code in code_list("entry_kind") if code.code != "imported")
    agencies = (NO_CODE, *((code.code, code.label) for code in code_list("agency")))
    return (
        Field("reason", "Why is it amended?", hint="In one line, for whoever reads both versions"),
        Field("when", "When", hint="today 14:30 · 3 March · about May 2016 · summer 2019"),
        Field("kind", "Kind", Kind.CHOICE, choices=kinds, beside=True),
        Field("headline", "What happened", Kind.SENTENCE, hint="One sentence"),
        Field("how", "How we know", Kind.RADIO, choices=HOW),
        Field("who", "Told by"),
        Field("role", "Who is", hint="mother, class teacher, PC 2231", beside=True),
        Field("agency", "Of", Kind.CHOICE, choices=agencies),
        Field("on", "On which day", hint="the day it was said or written", beside=True),
        Field("rests_on", "Rests on", Kind.OTHER),
        Field("detail", "Detail", Kind.TEXT, hint="What was seen, said and done", lines=5),
        *own_fields(child)[:-1],
        Field("place", "Where"),
        Field("present", "Who was there", beside=True),
        Field("outcome", "Outcome or action", Kind.ONE_LINE),
        Field("next_on", "Next case discussion agreed for", hint="9 November · in four weeks · empty if none is"),
        own_fields(child)[-1],
        Field("concerned", "", Kind.OTHER),
        Field("significant", f"Significant, for the court ({Act.SIGNIFICANT.keys})", Kind.CHECK),
        Field("tone", f"Harm or protection ({Act.TONE.keys})", Kind.CHOICE, choices=tuple(TONES.items()), beside=True),
        Field("papers", "", Kind.OTHER),
        Field("more", "", Kind.OTHER),
        Field("sensitive", "Sensitive: something here needs care when it is shared", Kind.CHECK),
        Field("third_party", "Holds information about somebody else (third party)", Kind.CHECK),
        Field("legal_advice", "Holds legal advice", Kind.CHECK),
        Field("withheld", "Not to be shared with somebody", Kind.CHECK),
        Field("withheld_from", "Not to be shared with", hint="father, or anybody outside the council"),
        Field("withheld_why", "Why not", hint="whom it would put at risk"),
    )


def own_fields(child: str, suffix: str = "") -> tuple[Field, ...]:
    """The child's own part; of a further child the keys end with "@" and the child's id."""
    return (
        Field(f"seen{suffix}", f"Was {child} seen?", Kind.RADIO, choices=SEEN),
        Field(f"observed{suffix}", f"How was {child}?", Kind.ONE_LINE, hint="Above all for a child who does not speak"),
        Field(f"not_seen_why{suffix}", f"Why was {child} not seen?"),
        Field(f"words{suffix}", f"{child}’s own words", Kind.ONE_LINE, hint="As they were said"),
        Field(f"impact{suffix}", f"What it means for {child}", Kind.ONE_LINE),
    )


SHARED_WITH_CARE = ("third_party", "legal_advice", "withheld", "withheld_from", "withheld_why")
MORE = ("words", "place", "present", "sensitive")
"""What is offered on asking where it does not apply by itself."""
LABELS_OF_DISCUSSION = {
    "detail": "What was talked about",
    "present": "Who took part",
    "outcome": "What was decided: a line each, with who does it and by when",
}
"""What some fields are called in a case discussion."""
LABELS_BY_HOW = {"told": ("Told by", "Who is"), "document": ("Which document", "By whom")}
_PLACES = frozenset({"meeting", "family_time", "conference", "strategy", "court", "minutes"})
"""Kinds besides visits of which one asks where it was and who was there."""
_PROMPTS = {
    "visit": ("What does it mean for {child} day by day?", "What was agreed, who does it, by when?"),
    "police": (
        "Was {child} there? Fright, sleep, school?",
        "What did the police do, and what comes next?",
    ),
    "missing": ("What happened to {child} while away, as far as known?", "Return interview, and what was agreed"),
    "family_time": ("How was {child} before, during and after?", "Goes on as planned, or changes?"),
    "health": ("What does it mean for {child}’s health and days?", "Treatment, referral, next appointment"),
    "school": ("What does it mean for {child} at school?", "What does the school do, and what do we?"),
    "education": ("What does it mean for {child}’s learning?", "What was agreed, who does it, by when?"),
    "placement": ("What does it mean for {child} where they live?", "What was agreed, who does it, by when?"),
    "move": ("What does the move mean for {child}: school, friends, people?", "What is arranged, and what is not yet?"),
    "conference": ("What does the decision mean for {child}?", "What was decided, with dates"),
    "court": ("What does the order mean for {child}?", "What was ordered, and by when"),
    "supervision": ("What does it mean for {child}? In one line", "Ring the nursery; Dana Okafor; 4 December"),
    "good_day": ("What did it mean for {child}?", "What made it possible, and how does it come again?"),
}
_PROMPT = ("What does it mean for {child}? In one line", "What was done, what comes next, by whom")


def prompts(kind: str, child: str) -> tuple[str, str]:
    """What the lines for impact and outcome ask at this kind of event."""
    impact, outcome = _PROMPTS.get(kind, _PROMPT)
    return impact.format(child=child), outcome


def is_visit(kind: str) -> bool:
    """Whether one sees the child at events of this kind."""
    return any(code.code == kind and "visit" in code.attributes for code in code_list("entry_kind"))


def governed(key: str, values: Mapping[str, str], *, amending: bool) -> bool:
    """Whether what is chosen so far calls for a field; what is filled is shown besides."""
    told = asks_how(values) and values.get("how", "") in LABELS_BY_HOW
    seen, visit = values.get("seen", ""), is_visit(values.get("kind", ""))
    sensitive, discussion = bool(values.get("sensitive")), is_discussion(values.get("kind", ""))
    rules = {
        "reason": amending,
        "how": asks_how(values),
        **dict.fromkeys(("who", "role", "agency", "on"), told),
        "seen": visit,
        "observed": seen in ("alone", "seen"),
        "not_seen_why": seen == "no",
        "words": visit,
        "place": visit or values.get("kind") in _PLACES,
        "present": visit or discussion or values.get("kind") in _PLACES,
        "next_on": discussion,
        "rests_on": is_analysis(values.get("kind", "")),
        "sensitive": False,
        **dict.fromkeys(("third_party", "legal_advice", "withheld"), sensitive),
        **dict.fromkeys(("withheld_from", "withheld_why"), sensitive and bool(values.get("withheld"))),
    }
    return rules.get(key, True)


def applies(key: str, values: Mapping[str, str], *, amending: bool = False, more: bool = False) -> bool:
    """Whether a field is shown: it is called for, or filled, or asked for under “More”."""
    filled = key != "how" and bool(values.get(key, "").strip())
    return governed(key, values, amending=amending) or filled or (more and key in MORE)


def not_saved(key: str, values: Mapping[str, str]) -> bool:
    """Whether a filled field would not be saved, because a choice above it says otherwise."""
    depends = key in ("who", "role", "agency", "on", "next_on", *SHARED_WITH_CARE)
    return depends and bool(values.get(key, "").strip()) and not governed(key, values, amending=False)
