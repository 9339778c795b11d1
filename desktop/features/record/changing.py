"""The form in which a fact about the child is added, corrected or ended, and the command that it means.

Which fields apply follows from the fact and from what is done with it, so that nobody meets a field that means nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QComboBox

from db.commands.changes import Changes
from db.commands.periods import (
    CorrectPeriod,
    EndPeriod,
    PeriodFact,
    RecordPeriod,
    correct_period,
    end_period,
    record_period,
)
from db.commands.person import AddName, CorrectName, CorrectPerson, add_name, correct_name, correct_person
from db.domain.partial_date import DateNotUnderstood, PartialDate, parse_partial_date
from db.queries.band import Past
from db.session import Session
from desktop.infra.codes import code_list
from desktop.models.words import coming_day, day_in_words
from desktop.widgets.form import Field, Form, Kind

Command = RecordPeriod | CorrectPeriod | EndPeriod | AddName | CorrectName | CorrectPerson

PERIODS = {
    "legal_status": "Legal status",
    "plan": "Plan",
    "placement": "Where the child lives",
    "school": "School",
    "planned": "A date that is planned",
    "involvement": "Involvement: enquiry, assessment, closure",
}
PERSON = {
    "born": "Date of birth",
    "expected_on": "Expected date of birth",
    "sex": "Sex",
    "pronouns": "Pronouns",
    "first_language": "Language",
    "communication_needs": "Communication or interpreter needed",
    "ethnicity": "Ethnicity",
    "nhs_number": "NHS number",
    "upn": "Unique pupil number",
    "died": "Date of death",
}
FACTS = PERIODS | {"name": "Name"} | PERSON | {"photograph": "Photograph"}
SUPPORT_FACTS = {fact: FACTS[fact] for fact in ("planned", "school")}
"""What support staff record (wall.may_change)."""
KEY_OF = {"placement": "lives_with", "planned": "next", "involvement": "known_since"}
"""The band's key for the history of a fact, where it has another name there."""
FACT_OF = {key: fact for fact, key in KEY_OF.items()}
_ACTIONS = (
    ("new", "A new one"),
    ("correct", "Correct what stands"),
    ("end", "It ended"),
    ("mistake", "It was recorded by mistake"),
)
_NAMES = (
    ("legal", "Legal name"),
    ("known_as", "Known as"),
    ("birth", "Name at birth"),
    ("former", "Former name"),
    ("alias", "Also used"),
)
_DATES = ("born", "died", "expected_on")
_FIELDS = (
    Field("action", "What is to be done", Kind.RADIO, choices=_ACTIONS),
    Field("which", "Which of them", Kind.CHOICE),
    Field("name_kind", "Kind of name", Kind.CHOICE, choices=_NAMES),
    Field("given", "Given names"),
    Field("family", "Family name"),
    Field("code", "What it is", Kind.CHOICE),
    Field("category", "Category", Kind.CHOICE),
    Field("description", "More about it, in a few words"),
    Field("sex", "Sex", Kind.CHOICE, choices=(("F", "Girl"), ("M", "Boy"), ("U", "Not known"))),
    Field("value", "As it should stand"),
    Field("begins", "Since when", hint="3 March 2026, “about May 2016”, “summer 2019”"),
    Field("ends", "When it ended", hint="as you know it"),
    Field("planned_on", "For which day", hint="3 March 2026, “next Tuesday”"),
    Field("follows", "The present one ends on that day", Kind.CHECK),
    Field("why", "Why"),
    Field("how", "How do we know", Kind.TEXT, hint="who said so, which paper, what you saw", lines=2),
    Field("from_entry", "The entry that is open in the chronology tells it", Kind.CHECK),
)


class Missing(Exception):
    """A field keeps the fact from being saved; the words say what to do and never repeat what was typed."""

    def __init__(self, key: str, words: str) -> None:
        super().__init__(key)
        self.key, self.words = key, words


@dataclass(frozen=True, slots=True)
class About:
    """Whose fact, what stands, and the entry that may be named as its source; `new_id` is made once for each save."""

    child_id: UUID
    new_id: UUID
    past: tuple[Past, ...]
    base: UUID | None
    entry_id: UUID | None

    @property
    def standing(self) -> tuple[Past, ...]:
        """What stands now."""
        return tuple(past for past in self.past if past.standing)


class ChangeForm(Form):
    """The fields of one of these facts; those that do not apply are folded away and keep what was typed."""

    def __init__(self, facts: Mapping[str, str]) -> None:
        super().__init__((Field("fact", "Which fact", Kind.CHOICE, choices=tuple(facts.items())), *_FIELDS))
        self.put("action", "new")
        self.past: tuple[Past, ...] = ()
        self.changed.connect(self._follow)
        self._follow("fact")

    @property
    def fact(self) -> str:
        """The fact that is chosen."""
        return self.text("fact")

    @property
    def action(self) -> str:
        """What is to be done with it; a fact of the person can only be corrected."""
        return "correct" if self.fact in PERSON else self.text("action") or "new"

    @property
    def said_first(self) -> str:
        """The first field of what is said of the fact."""
        return next(key for key in ("category", "sex", "value", "code", "description", "how") if self.unfolded(key))

    def values(self) -> dict[str, str]:
        """What all fields hold."""
        return {key: self.text(key) for key in self.fields}

    def offer(self, past: tuple[Past, ...]) -> None:
        """Take what was ever recorded of the fact: what stands may be corrected or ended."""
        self.past = past
        standing = [one for one in past if one.standing and (one.since or one.due or one.source == "name")]
        _fill(self, "which", [(str(one.item_id), _line(one)) for one in standing])
        self._follow("which")

    def chosen(self) -> Past | None:
        """The standing row that is to be corrected or ended."""
        wanted = self.text("which")
        return next((one for one in self.past if str(one.item_id) == wanted), None)

    def _follow(self, key: str) -> None:
        if key == "fact":
            listed = [(code.code, code.label) for code in code_list(self.fact)] if self.fact in _LISTED else []
            _fill(self, "code", listed)
            _fill(self, "category", [("", "none"), *((c.code, c.label) for c in code_list("abuse_category"))])
        if key in ("fact", "action", "which"):
            self._take_over()
        self._fold()
        if key in ("begins", "ends", "planned_on", "value"):
            self._understand(key)

    def _take_over(self) -> None:
        """Correcting begins from what stands."""
        past = self.chosen() if self.action == "correct" else None
        if past is None:
            return
        if past.source == "name":
            for key, text in (("name_kind", past.kind), ("given", past.description), ("family", past.category)):
                self.put(key, text)
            return
        since = past.since_words or (day_in_words(past.since) if past.since else "")
        texts = {"code": past.code, "category": past.category, "description": past.description, "begins": since}
        texts["planned_on"] = day_in_words(past.due) if past.due else ""
        texts["ends"] = past.until_words or (day_in_words(past.until) if past.until else "")
        for key, text in texts.items():
            self.put(key, text)

    def _fold(self) -> None:
        fact, action = self.fact, self.action
        period, name = fact in PERIODS, fact == "name"
        says = action in ("new", "correct")
        there = {
            "action": period or name,
            "which": (period or name) and action != "new",
            "name_kind": name and says,
            "given": name and says,
            "family": name and says,
            "code": fact in _LISTED and says,
            "category": fact == "plan" and says and self.text("code") == "cp",
            "description": period and says,
            "sex": fact == "sex",
            "value": fact in PERSON and fact != "sex",
            "begins": period and fact != "planned" and says,
            "ends": period and (action == "end" or (action == "correct" and bool(self.text("ends")))),
            "planned_on": fact == "planned" and says,
            "follows": fact in ("legal_status", "placement", "school", "plan") and action == "new" and self._running(),
            "why": period and action in ("end", "mistake"),
            "how": fact != "photograph",
            "from_entry": fact != "photograph",
        }
        for key, applies in there.items():
            self.unfold(key, applies)
        above = self.label_of("description")
        if above is not None:
            above.setText("Which school" if fact == "school" else _FIELDS[8].label)

    def _running(self) -> bool:
        return any(past.standing and past.until is None and past.since for past in self.past)

    def _understand(self, key: str) -> None:
        text = self.text(key).strip()
        if not text or (key == "value" and self.fact not in _DATES):
            self.note(key, "")
            return
        try:
            self.note(key, f"Understood as {_when(text, ahead=key == 'planned_on').in_words()}")
        except DateNotUnderstood as trouble:
            self.note(key, trouble.text, "doubt")


_LISTED = ("legal_status", "plan", "placement", "planned", "involvement")


def command_of(form: ChangeForm, about: About) -> Command:
    """The command that the form means; raises Missing at the first field that is not right."""
    values = form.values()
    entry = about.entry_id if values["from_entry"] else None
    if not values["how"].strip() and entry is None:
        raise Missing("how", "Say how we know: who said so, which paper, or tick the entry that tells it.")
    if form.fact in PERSON:
        value = _person_value(form.fact, values)
        how = values["how"].strip()
        return CorrectPerson(about.new_id, about.child_id, about.child_id, form.fact, value, how, about.base, entry)
    past = form.chosen()
    if form.action != "new" and past is None:
        raise Missing("action", "Nothing of this stands on record: choose “A new one”.")
    if form.fact == "name":
        return _name_command(form.action, values, about, past, entry)
    return _period_command(form, values, about, past, entry)


def send(session: Session, command: Command) -> Changes:
    """Save the command."""
    match command:
        case RecordPeriod():
            return record_period(session, command)
        case CorrectPeriod():
            return correct_period(session, command)
        case EndPeriod():
            return end_period(session, command)
        case AddName():
            return add_name(session, command)
        case CorrectName():
            return correct_name(session, command)
        case CorrectPerson():
            return correct_person(session, command)


def _person_value(fact: str, values: dict[str, str]) -> str | PartialDate | None:
    if fact == "sex":
        return values["sex"]
    text = values["value"].strip()
    if fact in _DATES:
        return _date_in("value", text) if text else None
    return "".join(text.split()) if fact in ("nhs_number", "upn") else text


def _name_command(action: str, values: dict[str, str], about: About, past: Past | None, entry: UUID | None) -> Command:
    given, family, how = values["given"].strip(), values["family"].strip(), values["how"].strip()
    if past is not None and action in ("end", "mistake"):
        until = date.today()
        name = (past.kind, past.description, past.category)
        return CorrectName(
            about.new_id, past.item_id, about.child_id, about.child_id, *name, how, past.since, until, entry
        )
    if not given and not family:
        raise Missing("given", "Write the name.")
    if past is None or action == "new":
        make = partial(AddName, about.new_id, about.child_id, about.child_id)
        return make(values["name_kind"], given, family, how, None, None, entry)
    change = partial(CorrectName, about.new_id, past.item_id, about.child_id, about.child_id)
    return change(values["name_kind"], given, family, how, past.since, past.until, entry)


def _period_command(
    form: ChangeForm, values: dict[str, str], about: About, past: Past | None, entry: UUID | None
) -> Command:
    how = values["how"].strip()
    if past is not None and form.action == "end":
        ends = _date_in("ends", values["ends"])
        return EndPeriod(about.new_id, past.item_id, about.child_id, ends, values["why"].strip(), how, entry)
    if past is not None and form.action == "mistake":
        if not values["why"].strip():
            raise Missing("why", "Say why it was a mistake.")
        fact = PeriodFact(past.kind, past.code, past.category, past.description, ended_why=values["why"].strip())
        return CorrectPeriod(about.new_id, past.item_id, about.child_id, fact, how, entry)
    fact = _period_fact(form.fact, values, past if form.action == "correct" else None)
    if past is not None and form.action == "correct":
        return CorrectPeriod(about.new_id, past.item_id, about.child_id, fact, how, entry)
    running = [one for one in about.standing if one.until is None and one.since]
    follows = running[0].item_id if values["follows"] and running and form.unfolded("follows") else None
    return RecordPeriod(about.new_id, about.child_id, fact, how, entry, follows)


def _period_fact(kind: str, values: dict[str, str], past: Past | None) -> PeriodFact:
    description = values["description"].strip()
    if kind == "school" and not description:
        raise Missing("description", "Say which school.")
    code = values["code"] if kind in _LISTED else ""
    if kind == "planned":
        day = _date_in("planned_on", values["planned_on"], ahead=True)
        return PeriodFact(kind, code, "", description, planned_on=day.earliest)
    begins = _date_in("begins", values["begins"])
    ends = _date_in("ends", values["ends"]) if past is not None and values["ends"].strip() else None
    category = values["category"] if kind == "plan" and code == "cp" else ""
    return PeriodFact(kind, code, category, description, begins, ends, past.why if past and ends else "")


def _date_in(key: str, text: str, *, ahead: bool = False) -> PartialDate:
    try:
        return _when(text, ahead=ahead)
    except DateNotUnderstood as trouble:
        words = trouble.text if text.strip() else "Say when; “about May 2016” will do."
        raise Missing(key, words) from None


def _when(text: str, *, ahead: bool) -> PartialDate:
    """The date that is meant; of what lies ahead, without a year, the next one."""
    today = date.today()
    return parse_partial_date(coming_day(text, today) if ahead else text, today=today)


def _line(past: Past) -> str:
    on = past.since_words or (day_in_words(past.since) if past.since else "")
    due = f"for {day_in_words(past.due)}" if past.due else ""
    kind = dict(_NAMES).get(past.kind, "") if past.source == "name" else ""
    return ", ".join(part for part in (past.words or past.description, kind, f"since {on}" if on else due) if part)


def _fill(form: Form, key: str, choices: Sequence[tuple[str, str]]) -> None:
    """Give a choice its list, keeping what is chosen where the list still has it."""
    box = form.widgets[key]
    if isinstance(box, QComboBox):
        before = box.currentData()
        box.blockSignals(True)
        box.clear()
        for code, words in choices:
            box.addItem(words, code)
        box.setCurrentIndex(max(box.findData(before), 0))
        box.blockSignals(False)
