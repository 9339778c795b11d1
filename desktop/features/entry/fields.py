"""The fields of an entry, as a table, and when each applies."""

from __future__ import annotations

from desktop.infra.codes import code_list
from desktop.widgets.form import Field, Kind

NO_CODE = ("", "—")


def entry_fields() -> tuple[Field, ...]:
    """The fields from top to bottom: the three that are needed to save come first."""
    kinds = tuple((code.code, code.label) for code in code_list("entry_kind") if code.code != "imported")
    agencies = (NO_CODE, *((code.code, code.label) for code in code_list("agency")))
    return (
        Field("reason", "Why is it amended?", hint="In one line, for whoever reads both versions"),
        Field("when", "When", hint="today 14:30 · 3 March · about May 2016 · summer 2019"),
        Field("headline", "What happened", hint="One sentence"),
        Field(
            "how",
            "How we know",
            Kind.RADIO,
            choices=(("seen_or_heard", "I saw or heard it"), ("told", "I was told"), ("document", "From a document")),
        ),
        Field("who", "Told by"),
        Field("role", "Who is", hint="mother, class teacher, PC 2231"),
        Field("agency", "Of", Kind.CHOICE, choices=agencies),
        Field("on", "On which day", hint="the day it was said or written"),
        Field("kind", "Kind", Kind.CHOICE, choices=kinds),
        Field("detail", "Detail", Kind.TEXT, hint="What was seen, said and done", lines=7),
        Field(
            "seen",
            "Was the child seen?",
            Kind.RADIO,
            choices=(("alone", "Seen alone"), ("seen", "Seen, not alone"), ("no", "Not seen")),
        ),
        Field(
            "observed",
            "How was the child?",
            Kind.TEXT,
            hint="For a baby or a child who does not speak above all",
            lines=2,
        ),
        Field("not_seen_why", "Why not seen?"),
        Field("words", "The child’s own words", Kind.TEXT, hint="As the child said them", lines=2),
        Field("impact", "What it means for the child", Kind.TEXT, lines=2),
        Field("outcome", "Outcome or action", Kind.TEXT, lines=2),
        Field("place", "Where"),
        Field("present", "Who was there"),
        Field("significant", "Significant, for the court", Kind.CHECK),
        Field(
            "tone",
            "For the child it",
            Kind.CHOICE,
            choices=(("neutral", "neither harms nor protects"), ("harm", "▼ bears harm"), ("protective", "▲ protects")),
        ),
        Field("sensitive", "Sensitive: something here needs care when it is shared", Kind.CHECK),
        Field("third_party", "Holds information about somebody else (third party)", Kind.CHECK),
        Field("legal_advice", "Holds legal advice", Kind.CHECK),
        Field("withheld", "Not to be shared with somebody", Kind.CHECK),
        Field("withheld_from", "Not to be shared with", hint="father, or anybody outside the council"),
        Field("withheld_why", "Why not", hint="whom it would put at risk"),
    )


FOLDING = frozenset({"how", "kind", "seen", "sensitive", "withheld"})
"""The fields on which it depends which others apply."""
VISITS = frozenset(code.code for code in code_list("entry_kind") if "visit" in code.attributes)
LABELS_BY_HOW = {"told": ("Told by", "Who is"), "document": ("Which document", "By whom")}


def applies(key: str, values: dict[str, str], *, amending: bool) -> bool:
    """Whether a field applies to what is chosen so far."""
    how, kind, seen = values["how"], values["kind"], values["seen"]
    rules = {
        "reason": amending,
        "who": how in LABELS_BY_HOW,
        "role": how in LABELS_BY_HOW,
        "agency": how in LABELS_BY_HOW,
        "on": how in LABELS_BY_HOW,
        "seen": kind in VISITS or bool(seen),
        "observed": seen in ("alone", "seen") or bool(values["observed"]),
        **dict.fromkeys(("third_party", "legal_advice", "withheld"), bool(values["sensitive"])),
        **dict.fromkeys(("withheld_from", "withheld_why"), bool(values["sensitive"] and values["withheld"])),
        "not_seen_why": seen == "no" or bool(values["not_seen_why"]),
    }
    return rules.get(key, True)
