"""The lists that administrators look after, in the words of the office: what each is for, and how a change reads.

What may be done to a list stands here too: some are prescribed, of others the program's own rules stand on a few lines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from db.domain.looks import ASKED, QUESTIONS
from db.domain.partial_date import PartialDate
from db.domain.signals import RULES, SIGNALS

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list of choices: its title, what it is for, and what ticks say of a line ("visit": "It is a visit").

    A `fixed` one is prescribed: its words may be changed, and nothing is added to it or ended. Lines that are `kept`
    stay offered, since rules of the program stand on them.
    """

    title: str
    about: str
    ticks: Mapping[str, str] | None = None
    fixed: bool = False
    kept: frozenset[str] = frozenset()

    def marks(self, attributes: Values) -> tuple[str, ...]:
        """What the ticks say of a line."""
        return tuple(words for key, words in (self.ticks or {}).items() if attributes.get(key))


_PRESCRIBED = "These are prescribed nationally: words and order can be changed, nothing added or ended."
_RELIED_ON = "The program's own rules stand on these: words and order can be changed, nothing added or ended."
_BOTH_LAWS = {"public": "In care proceedings", "private": "In private law"}

CODE_LISTS: Mapping[str, CodeList] = {
    "entry_kind": CodeList(
        "Kinds of entry",
        "What an entry is: a visit, a call, a meeting.",
        {
            "visit": "It is a visit, at which the child could be seen",
            "notification": "It is a notification, counted when they repeat",
            "support": "Support staff may record it",
        },
        kept=frozenset({"analysis", "document", "letter", "minutes", "conference", "imported"}),
    ),
    "agency": CodeList("Who tells us", "Where something that is recorded comes from."),
    "document_kind": CodeList(
        "Kinds of document",
        "What a paper in a file is.",
        {"current": "One of them is the current one; a newer one takes its place"},
    ),
    "placement": CodeList("Placement types", "Where a child lives while placed."),
    "warning": CodeList("Warnings", "What workers are warned of before they visit."),
    "purpose": CodeList("Reasons for opening a file", "What is offered to somebody who does not hold the child."),
    "contact_how": CodeList("How contacts come in", "How somebody got in touch with the front door."),
    "contact_outcome": CodeList(
        "Decisions on contacts", "What a manager decides on a contact.", {"referral": "The contact becomes a referral"}
    ),
    "plan": CodeList("Plans", "Plans that a child is on.", kept=frozenset({"cp"})),
    "planned": CodeList(
        "Planned days", "Meetings and visits with a day.", kept=frozenset({"icpc", "rcpc", "lac_review"})
    ),
    "legal_status": CodeList(
        "Legal status",
        "The orders under which a child lives.",
        kept=frozenset({"s20", "ico", "s31", "epo", "placement_order"}),
    ),
    "application_type": CodeList("Applications to the court", "Forms by which proceedings begin.", _BOTH_LAWS),
    "hearing_type": CodeList("Hearings", "Kinds of hearing.", _BOTH_LAWS),
    "referral_source": CodeList("Sources of referrals", _PRESCRIBED, fixed=True),
    "primary_need": CodeList("Primary need", _PRESCRIBED, fixed=True),
    "abuse_category": CodeList("Categories of abuse", _PRESCRIBED, fixed=True),
    "closure_reason": CodeList("Reasons for closing", _PRESCRIBED, fixed=True),
    "worker_change_reason": CodeList("Why a worker changes", _PRESCRIBED, fixed=True),
    "family_knows": CodeList("Whether the family knows", _RELIED_ON, fixed=True),
    "involvement": CodeList("Involvement", _RELIED_ON, fixed=True),
    "access_capacity": CodeList("Named access", _RELIED_ON, fixed=True),
    "relationship": CodeList("Relationships", _RELIED_ON, fixed=True),
    "court_stage": CodeList("Stages of proceedings", _RELIED_ON, fixed=True),
    "hearing_status": CodeList("What became of a hearing", _RELIED_ON, fixed=True),
    "party_part": CodeList("Parts of parties", _RELIED_ON, fixed=True),
    "hidden_part": CodeList("What is hidden of a party", _RELIED_ON, fixed=True),
}
"""The code lists in the order in which they are offered; the first are those that an office makes its own."""

LIMITS: Mapping[str, tuple[str, str, str, range]] = {
    "document_limit_mb": ("Largest document", "Documents of at most", "MB are kept", range(1, 501)),
    "idle_minutes": (
        "Windows lock by themselves", "Lock a window after", "minutes without a key or a movement", range(1, 61),
    ),
}  # fmt: skip
"""The limits: the title, the sentence before and after the number, and which numbers there may be."""

THRESHOLDS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "unallocated": (("weeks", "Say so when nobody has been allocated to a child for", "weeks"),),
    "newly_referred": (("weeks", "Say that a child is new here for", "weeks"),),
    "notifications": (
        ("times", "Say so after", "notifications of one kind"),
        ("weeks", "within", "weeks"),
    ),
    "missed": (("times", "Say so when a child was not seen at the last", "visits"),),
    "moves": (("times", "Say so after", "moves of home"), ("weeks", "within", "weeks")),
    "schools": (("times", "Say so after", "changes of school"), ("weeks", "within", "weeks")),
    "not_seen": (("weeks", "Say so when a child has not been seen for", "weeks"),),
    "not_seen_alone": (("weeks", "Say so when a child has not been seen alone for", "weeks"),),
    "voice": (("weeks", "Say so when a child's own words have not been recorded for", "weeks"),),
}
"""The rules of what stands out as sentences: for each number what stands before and after it."""

STEPS: Mapping[str, Sequence[tuple[str, str]]] = {
    "conference": (("Initial child protection conference", "after the section 47 enquiry began"),),
    "assessment": (("Assessment finished", "after it began"),),
    "review_conference": (
        ("First review conference", "after the child protection plan began"),
        ("Further review conferences", "after the last one"),
    ),
    "core_group": (
        ("First core group", "after the child protection plan began"),
        ("Further core groups", "after the last one"),
    ),
    "review": (
        ("First review of a looked-after child", "after the child became looked after"),
        ("Second review", "after the first one"),
        ("Further reviews", "after the last one"),
    ),
    "visit": (
        ("First statutory visit", "after the placement began"),
        ("Further statutory visits", "after the last one"),
    ),
}
"""The steps of the statutory dates: what has to be, and after what."""

UNITS = ("working days", "weeks", "months")


def threshold_sentence(signal: str, values: Values) -> str:
    """ "Say so when a child has not been seen alone for 6 weeks"."""
    if signal == "unallocated" and not values["weeks"]:
        return "Say so when nobody is allocated to a child, at once"
    return " ".join(f"{before} {_number_of(values[key], after)}" for key, before, after in _said_of(signal))


def told_when(signal: str, values: Values) -> str:
    """ "when a child has not been seen alone for 6 weeks"."""
    sentence = threshold_sentence(signal, values).removeprefix("Ask ")
    return sentence.removeprefix("Say so ").replace("Say that a child is new here", "from the first day,")


def _said_of(line: str) -> tuple[tuple[str, str, str], ...]:
    """The sentence of a signal, or of a question about looks."""
    return THRESHOLDS.get(line) or ASKED.get(line, ())


def threshold_effect(signal: str, before: Values, after: Values) -> str:
    """What another threshold does, in plain words; no child's record is looked at for it. Empty where nothing does."""
    if before == after:
        return ""
    if signal in ASKED:
        return f"From now on it is asked {told_when(signal, after)}. What was answered is kept."
    if signal == "newly_referred":
        how = "longer" if after["weeks"] > before["weeks"] else "for a shorter time"
        return f"From now on a child is told as new {told_when(signal, after)}: {how} than now."
    tells = f"From now on it is told {told_when(signal, after)}."
    less = after["times"] > before["times"] or (
        after["weeks"] < before["weeks"] if before["times"] else after["weeks"] > before["weeks"]
    )
    more = after["times"] < before["times"] or (
        after["weeks"] > before["weeks"] if before["times"] else after["weeks"] < before["weeks"]
    )
    if less and more:
        return f"{tells} Some children will be named who are not now, and some no more."
    if less:
        return f"{tells} Fewer children will be named: for some it will be said later than now, or not at all."
    return f"{tells} More children will be named: for some it will be said earlier than now."


def step_name(rule: str, step: int) -> str:
    """ "First review conference"."""
    steps = STEPS.get(rule, ())
    return steps[step - 1][0] if 0 < step <= len(steps) else f"{RULES.get(rule, rule)}, step {step}"


def step_sentence(rule: str, step: int, values: Values) -> str:
    """ "Initial child protection conference within 15 working days after the section 47 enquiry began"."""
    steps = STEPS.get(rule, ())
    after = steps[step - 1][1] if 0 < step <= len(steps) else ""
    return f"{step_name(rule, step)} within {values['number']} {values['unit']} {after}".strip()


def line_name(name: str, line: str, names: Values | None = None) -> str:
    """How a line of a list is called where it was changed; `names` tells how the lines read now."""
    first, _, rest = line.partition(" ")
    words = str((names or {}).get(line, ""))
    if name in ("signal_threshold", "look_threshold"):
        return f"“{(SIGNALS | QUESTIONS).get(line, line)}”"
    if name == "statutory_step":
        return f"“{step_name(first, int(rest or 0))}”"
    if name == "bank_holiday":
        return _day(line)
    if name == "setting":
        return f"“{LIMITS[line][0] if line in LIMITS else line}”"
    if name == "page_limit":
        return f"Pages of “{words or first.replace('_', ' ')}” from {_day(rest)}"
    return f"“{words or line.replace('_', ' ')}”"


def change_in_words(name: str, line: str, before: Values | None, after: Values, names: Values | None = None) -> str:
    """What was changed: "“Not seen alone” from 6 to 4 weeks"."""
    if not line:
        return _order_change((before or {}).get("order", ()), after.get("order", ()), names or {})
    called = line_name(name, line, names)
    told = {
        "signal_threshold": _threshold_change, "statutory_step": _step_change, "bank_holiday": _holiday_change,
        "setting": _limit_change, "page_limit": _pages_change, "document_template": _template_change,
        "look_threshold": _threshold_change,
    }.get(name)  # fmt: skip
    if told is None:
        return _code_change(CODE_LISTS.get(name), called, before, after)
    return told(called, line, before or {}, after)


def _order_change(before: Sequence[str], after: Sequence[str], names: Values) -> str:
    """Which line was moved where; of several that were, that the order is another."""
    for code in after:
        if [one for one in before if one != code] == [one for one in after if one != code]:
            place = list(after).index(code)
            above = f"after “{names.get(after[place - 1], after[place - 1])}”" if place else "first"
            if before[min(place, len(before) - 1)] != code:
                return f"“{names.get(code, code)}” stands {above}"
    return "the lines stand in another order"


def _threshold_change(called: str, line: str, before: Values, after: Values) -> str:
    parts = [
        f"from {before[key]} to {_number_of(after[key], what)}"
        for key, _, what in _said_of(line)
        if before.get(key) != after[key]
    ]
    return f"{called} {', '.join(parts)}"


def _step_change(called: str, _line: str, before: Values, after: Values) -> str:
    now = f"{after['number']} {after['unit']}"
    was = f"{before.get('number')} {before.get('unit')}"
    if now != was:
        return f"{called} from {was} to {now}"
    return f"{called}: the rule it stands on is now “{after.get('authority', '')}”"


def _holiday_change(called: str, _line: str, before: Values, after: Values) -> str:
    if not after.get("name"):
        return f"{called} is no bank holiday any more (it was “{before.get('name', '')}”)"
    if before.get("name"):
        return f"{called} is called “{after['name']}” (it was “{before['name']}”)"
    return f"{called} is a bank holiday: “{after['name']}”"


def _limit_change(called: str, line: str, before: Values, after: Values) -> str:
    unit = "MB" if line == "document_limit_mb" else "minutes"
    return f"{called} from {before.get('number')} to {after['number']} {unit}"


def _pages_change(called: str, _line: str, before: Values, after: Values) -> str:
    if not before:
        return f"{called}: {after['pages']}"
    if before["pages"] == after["pages"]:
        return f"{called}: the rule it stands on is now “{after.get('authority', '')}”"
    return f"{called}: from {before['pages']} to {after['pages']}"


def _template_change(called: str, _line: str, before: Values, after: Values) -> str:
    if after.get("ended"):
        return f"{called} is offered no more"
    if after.get("own"):
        return f"{called} goes back to the program's own"
    if before.get("ended"):
        return f"{called} is offered again, as version {after['version']}"
    return f"{called} is version {after['version']} from a file"


def _code_change(kept: CodeList | None, called: str, before: Values | None, after: Values) -> str:
    if before is None:
        return f"added “{after['label']}”"
    said = []
    if before["label"] != after["label"]:
        said.append(f"“{before['label']}” now reads “{after['label']}”")
    if before.get("to_on") != after.get("to_on"):
        until = after.get("to_on")
        name = "it" if said else called
        said.append(f"{name} is offered until {_day(until)}" if until else f"{name} is offered again")
    marks = kept.marks if kept is not None else _no_marks
    was, now = marks(before.get("attributes") or {}), marks(after.get("attributes") or {})
    said += [f"{called}: {_lower(mark)}" for mark in now if mark not in was]
    said += [f"{called}: no more “{_lower(mark)}”" for mark in was if mark not in now]
    return "; ".join(said) or f"{called} changed"


def _no_marks(_attributes: Values) -> tuple[str, ...]:
    return ()


def _number_of(number: int, what: str) -> str:
    """ "1 week", "6 weeks"; a number of things otherwise as it is."""
    if number == 1:
        first, _, rest = what.partition(" ")
        what = f"{first.removesuffix('s')} {rest}".strip()
    return f"{number} {what}"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def _day(day: str) -> str:
    try:
        return PartialDate.on(date.fromisoformat(day)).in_words()
    except ValueError:
        return day
