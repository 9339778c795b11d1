"""The band in words: each value with its age and its source, and "not recorded" where nobody recorded one.

The screen, a screen reader and the page on paper take the same lines, so that they say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from db.queries.band import Band, Fact
from desktop.infra.codes import labels
from desktop.models.words import (
    NOT_RECORDED,
    age_in_words,
    count,
    day_in_words,
    distance,
    short_day,
)

_SEXES = {"F": "girl", "M": "boy"}
_MINOR = {
    "warning": "warnings",
    "court_adviser": "court adviser",
    "school": "school",
    "gp": "GP",
    "health_visitor": "health visitor",
    "professional": "others involved",
    "pronouns": "pronouns",
    "first_language": "language",
    "communication_needs": "communication needs",
    "ethnicity": "ethnicity",
    "nhs_number": "NHS number",
    "upn": "pupil number",
    "photograph": "photograph",
}


_IF_ANY = ("proceedings", "case_discussion")
"""What has a line only where there is something to tell."""
_ON_PAPER = ("ethnicity", "nhs_number", "upn")
"""What is printed and not shown on the screen, where room is dear."""
_CHANGED = (
    ("changed_entry", "entry", "entries"),
    ("changed_period", "fact", "facts"),
    ("changed_warning", "warning", "warnings"),
    ("changed_hearing", "hearing", "hearings"),
    ("changed_proceedings", "stage of proceedings", "proceedings"),
)


@dataclass(frozen=True, slots=True)
class BandLine:
    """A value as it is shown: the key of its history, its label, the words, and the recorded facts behind it."""

    key: str
    label: str
    words: str
    facts: tuple[Fact, ...]
    source: str

    @property
    def missing(self) -> bool:
        """Whether nobody recorded it."""
        return not self.words


@dataclass(frozen=True, slots=True)
class BandWords:
    """The whole band: `who` and `about` name the child, `main` is what one must know, the others a line each."""

    who: str
    about: tuple[BandLine, ...]
    main: tuple[BandLine, ...]
    said: BandLine
    warnings: BandLine
    known: BandLine
    changed: BandLine
    unrecorded: BandLine

    @property
    def on_screen(self) -> tuple[BandLine, ...]:
        """What the band shows of `about`."""
        return tuple(line for line in self.about if line.key not in _ON_PAPER)

    @property
    def foot(self) -> tuple[BandLine, ...]:
        """The long lines, in the order of reading."""
        return (self.said, self.warnings, self.known, self.changed, self.unrecorded)


def band_words(band: Band, today: date) -> BandWords:
    """The band as it is shown today."""
    head = band.head
    made = _Maker(band, today)
    return BandWords(
        who=f"{head.known_as or head.name}   {age_in_words(head.born, head.expected_on, today, head.born_latest)}"
        f"{'   Sealed file' if head.sealed else ''}",
        about=made.about(),
        main=made.main(),
        said=made.line("words", "Said last", ("words",), _quoted),
        warnings=made.line("warnings", "Warnings", ("warning",), made.warning),
        known=made.known(),
        changed=made.changed(),
        unrecorded=made.unrecorded(),
    )


def source_in_words(fact: Fact, today: date) -> str:
    """Where a value comes from, who recorded it, and how old it is."""
    return ", ".join(part for part in (_origin(fact), _recorder(fact, today)) if part)


def _origin(fact: Fact) -> str:
    if fact.source == "confidential":
        return "kept confidential; opens in People with a ticket of its own"
    if fact.entry_on is not None:
        kind = labels("entry_kind").get(fact.entry_kind or "", "entry").lower()
        return f"from the {kind} on {day_in_words(fact.entry_on)}"
    if fact.how_known:
        return f"known from: {fact.how_known}"
    return _SOURCES.get(fact.source, "")


_SOURCES = {
    "person": "from the record of the child’s own details",
    "name": "from the record of the child’s names",
    "period": "from a dated fact without an entry behind it",
    "relationship": "from the people of the child",
    "residence": "from the record of addresses",
    "warning": "from the record of warnings",
    "allocation": "from the allocation",
    "named_access": "from the access given by name",
    "hearing": "from the list of hearings",
    "proceedings": "from the proceedings",
}


def _recorder(fact: Fact, today: date) -> str:
    if fact.recorded_at is None:
        return ""
    when = distance(fact.recorded_at.astimezone().date(), today)
    return f"recorded by {fact.recorded_by}, {when}" if fact.recorded_by else f"recorded {when}"


def _plain(fact: Fact) -> str:
    return fact.words


def _quoted(fact: Fact) -> str:
    on = f"   {short_day(fact.since)}" if fact.since else ""
    return f"“{' '.join(fact.words.split()).strip('“”')}”{on}"


def _since(fact: Fact) -> str:
    exact = fact.since is not None and fact.since_words in ("", day_in_words(fact.since))
    words = short_day(fact.since) if fact.since is not None and exact else fact.since_words
    return f"{fact.words}, since {words}" if words else fact.words


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the lines of one band."""

    band: Band
    today: date

    def line(self, key: str, label: str, keys: Sequence[str], words: Callable[[Fact], str] = _plain) -> BandLine:
        facts = self.band.all(*keys)
        said = "; ".join(words(fact) for fact in facts)
        return BandLine(key, label, said, facts, self.sources(facts))

    def sources(self, facts: Sequence[Fact]) -> str:
        """Where the values come from, one by one."""
        if len(facts) == 1:
            return source_in_words(facts[0], self.today)
        told = [f"{fact.words or fact.key.replace('_', ' ')}: {source_in_words(fact, self.today)}" for fact in facts]
        return "\n".join(told)

    def about(self) -> tuple[BandLine, ...]:
        lines = [
            self.line("name", "Name", ("legal_name", "birth_name")),
            self.line("name", "Known as", ("known_as_name",)),
            self.line("name", "Other names", ("alias_name", "former_name")),
            self.born(),
            self.line("sex", "Sex", ("sex",), lambda fact: _SEXES.get(fact.words, "")),
            *(
                self.line(key, label, (key,))
                for key, label in (
                    ("pronouns", "Pronouns"),
                    ("first_language", "Language"),
                    ("communication_needs", "Communication"),
                    ("ethnicity", "Ethnicity"),
                    ("died", "Died"),
                    ("nhs_number", "NHS number"),
                    ("upn", "Pupil number"),
                )
            ),
        ]
        always = ("Name", "Born", "Expected", "Sex")
        return tuple(line for line in lines if line.words or line.label in always)

    def born(self) -> BandLine:
        if self.band.one("born") is None and self.band.one("expected_on") is not None:
            return self.line("expected_on", "Expected", ("expected_on",))
        return self.line("born", "Born", ("born",))

    def main(self) -> tuple[BandLine, ...]:
        lines = (
            self.line("lives_with", "Lives with", ("lives_with", "household", "address"), _since_if_period),
            self.line("parental_responsibility", "Parental responsibility", ("parental_responsibility",)),
            self.line("legal_status", "Legal status", ("legal_status",), _since),
            self.line("plan", "Plan", ("plan",), _since),
            self.line("last_seen", "Last seen", ("last_seen",), self.seen),
            self.line("last_seen_alone", "Last seen alone", ("last_seen_alone",), self.seen),
            self.line("next", "Next", ("next",), self.due),
            self.line("case_discussion", "Case discussion", ("case_discussion",), self.discussed),
            self.line("proceedings", "Court", ("proceedings",), self.court),
            self.line("worker", "Worker", ("worker", "other_worker")),
            self.line("court_adviser", "Court adviser", ("court_adviser",)),
            self.line("school", "School", ("school",)),
            self.line("gp", "GP", ("gp",)),
            self.line("health_visitor", "Health visitor", ("health_visitor",)),
            self.line("professional", "Others involved", ("professional",)),
        )
        return tuple(line for line in lines if line.words or line.key not in (*_MINOR, *_IF_ANY))

    def seen(self, fact: Fact) -> str:
        """How long ago and by whom; by whom stands once where it was the same visit."""
        alone = self.band.one("last_seen_alone")
        same = fact.key == "last_seen" and alone is not None and alone.entry_id == fact.entry_id
        by = "" if same else f", by {fact.recorded_by}"
        return f"{distance(fact.since, self.today)} · {short_day(fact.since)}{by}" if fact.since else ""

    def due(self, fact: Fact) -> str:
        return (
            f"{fact.words or 'planned'}, {distance(fact.due, self.today)} · {short_day(fact.due)}" if fact.due else ""
        )

    def discussed(self, fact: Fact) -> str:
        """When and with whom, when the next one is agreed for, and how many decisions are open: no day is ever late."""
        held = " with ".join(words for words in (day_in_words(fact.since) if fact.since else "", fact.words) if words)
        agreed = f"next agreed for {_without_year(fact.due, self.today)}" if fact.due else "no next one agreed"
        opened = self.band.one("open_decisions")
        number = int(opened.words) if opened is not None else 0
        return "; ".join((held, agreed, *([f"{count(number, 'decision')} open"] if number else ())))

    def court(self, fact: Fact) -> str:
        """The stage, since when, and the day by which proceedings should end."""
        since = f", since {short_day(fact.since)}" if fact.since else ""
        end = f"; to end by {short_day(fact.due)}, {distance(fact.due, self.today)}" if fact.due else ""
        return f"{fact.words}{since}{end}"

    def warning(self, fact: Fact) -> str:
        if fact.due is None:
            return fact.words
        late = "review overdue since" if fact.due < self.today else "review by"
        return f"{fact.words} ({late} {short_day(fact.due)})"

    def known(self) -> BandLine:
        """One line: since when, earlier plans, enquiries, closures."""
        band = self.band
        first = band.one("known_since") or band.one("opened_on")
        words = [f"since {first.since_words or day_in_words(first.since)}"] if first and first.since else []
        plans, asked, closed = band.all("earlier_plan"), band.all("enquiry"), band.all("closure")
        if plans:
            words.append(f"{count(len(plans), 'earlier plan')} ({', '.join(map(_span, plans[:3]))})")
        if asked:
            words.append(f"{count(len(asked), 'section 47 enquiry', 'section 47 enquiries')}, last {_day(asked[0])}")
        if closed:
            words.append(f"closed {count(len(closed), 'time')}, last {_day(closed[0])}")
        if not plans and not asked and not closed and words:
            words.append("no earlier plan, enquiry or closure recorded")
        facts = (*((first,) if first else ()), *plans, *asked, *closed)
        return BandLine("known_since", "Known", " · ".join(words), facts, self.sources(facts))

    def changed(self) -> BandLine:
        """What others recorded since one last looked at this file."""
        looked = self.band.one("looked")
        if looked is None or looked.recorded_at is None:
            return BandLine("changed", "Changed", "you have not opened this file before", (), "")
        counts = [
            count(int(found.words), one, many)
            for key, one, many in _CHANGED
            if (found := self.band.one(key)) is not None
        ]
        since = distance(looked.recorded_at.astimezone().date(), self.today)
        if not counts:
            return BandLine("changed", "Changed", f"nothing by others since you looked, {since}", (), "")
        facts = self.band.all("changed")
        newest = f": {facts[0].words}" if facts else ""
        words = f"{' and '.join(counts)} by others since you looked, {since}{newest}"
        return BandLine("changed", "Changed", words, facts, self.sources(facts))

    def unrecorded(self) -> BandLine:
        names = [name for key, name in _MINOR.items() if self.band.one(key) is None]
        words = ", ".join(names)
        return BandLine("unrecorded", "Not recorded", words, (), f"{NOT_RECORDED}: {words}" if names else "")


def _without_year(day: date, today: date) -> str:
    return day_in_words(day).removesuffix(f" {today.year}") if day.year == today.year else day_in_words(day)


def _since_if_period(fact: Fact) -> str:
    return _since(fact) if fact.source == "period" else fact.words


def _day(fact: Fact) -> str:
    return fact.since_words or (short_day(fact.since) if fact.since else NOT_RECORDED)


def _span(fact: Fact) -> str:
    first = str(fact.since.year) if fact.since else "?"
    last = str(fact.until.year) if fact.until else ""
    years = first if last in ("", first) else f"{first} to {last}"
    return f"{fact.words}, {years}"
