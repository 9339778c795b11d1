"""The short form of a contact, what its fields are, and the contact that they say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from db.commands.contacts import ContactFacts
from db.domain.entry import HEADLINE_LIMIT, TEXT_LIMIT
from db.domain.partial_date import DateNotUnderstood, Precision, parse_partial_date
from desktop.features.referrals.named import NotUnderstood
from desktop.infra.codes import code_list
from desktop.models.words import count
from desktop.widgets.form import Field, Kind

TEXTS = ("who", "role", "call_back", "headline", "detail", "wanted")
"""Fields of which a single word is worth keeping."""
_LONGEST = {
    "who": 200,
    "role": 200,
    "call_back": 200,
    "headline": HEADLINE_LIMIT,
    "detail": TEXT_LIMIT,
    "wanted": 2_000,
}
"""How many characters the server takes (wall.check_contact; the detail as in any entry)."""
_NEEDED = {
    "received": "Say when it was received, such as “today 14:30”.",
    "source": "Choose where the contact comes from.",
    "headline": "Say in one sentence what is told.",
}


def choices(name: str, none: str = "") -> tuple[tuple[str, str], ...]:
    """A list as a field offers it, after a line for nothing chosen."""
    offered = tuple((code.code, code.label) for code in code_list(name))
    return (("", none), *offered) if none else offered


def contact_fields() -> tuple[Field, ...]:
    """Who calls, how, when; what is told; what the family knows."""
    return (
        Field("received", "Received", hint="today 14:30 · yesterday 16:00"),
        Field("how", "How", Kind.CHOICE, choices=choices("contact_how"), beside=True),
        Field("source", "From", Kind.CHOICE, choices=choices("referral_source", "Choose from the list")),
        Field("team", "For the team", Kind.OTHER, beside=True),
        Field("who", "Who calls or writes", hint="Name, as far as it is given"),
        Field("role", "Role and agency", hint="teacher, Mill Road Primary", beside=True),
        Field("call_back", "Where they can be reached", hint="telephone or e-mail"),
        Field("headline", "What is told, in one sentence", Kind.SENTENCE),
        Field("detail", "In their words, and what they saw themselves", Kind.TEXT, lines=3),
        Field("wanted", "What they ask for", Kind.ONE_LINE),
        Field("family_knows", "The family", Kind.CHOICE, choices=choices("family_knows"), beside=True),
        Field("urgent", "A child may not be safe today", Kind.CHECK),
        Field("not_named", "Not to be named to the family", Kind.CHECK, beside=True),
        Field("siblings", "The new children are brothers and sisters", Kind.CHECK),
    )


CHILD_FIELDS = (
    Field("given", "Given names"),
    Field("family", "Family name", beside=True),
    Field("born", "Born, or expected", hint="3 March 2019 · about 2016"),
    Field("sex", "Sex", Kind.CHOICE, choices=(("U", "Not known"), ("F", "Girl"), ("M", "Boy")), beside=True),
    Field("address", "Lives at", hint="number and road, town"),
    Field("postcode", "Postcode", beside=True),
    Field("said", "Said of this child alone", Kind.ONE_LINE),
)
SAID = (Field("said", "Said of this child alone", Kind.ONE_LINE),)


def now_words(now: datetime) -> str:
    """The present minute as the form begins with it."""
    return f"today {now:%H:%M}"


def received_at(words: str, now: datetime) -> datetime:
    """The moment that these words say, in local time; NotUnderstood without day and time, or in the future."""
    try:
        when = parse_partial_date(words, today=now.date())
    except DateNotUnderstood as error:
        raise NotUnderstood("received", str(error)) from None
    if when.precision is not Precision.MINUTE or when.minute is None:
        raise NotUnderstood("received", "Say the day and the time, such as “today 14:30”.")
    midnight = datetime.combine(when.earliest, datetime.min.time())
    moment = (midnight + timedelta(minutes=when.minute)).astimezone()
    if moment > now.astimezone() + timedelta(minutes=10):
        raise NotUnderstood("received", "This is still to come. When was it received?")
    return moment


def lasting(words: str, now: datetime, today: date) -> str:
    """“today 14:30” as it is still right on another day: what was typed in a draft of yesterday."""
    if now.date() == today:
        return words
    try:
        return parse_partial_date(words, today=now.date()).in_words()
    except DateNotUnderstood:
        return words


def room_words(key: str, text: str) -> tuple[str, str]:
    """How much more a field takes, once it is half full, and the style part in which that is said."""
    longest, length = _LONGEST.get(key, TEXT_LIMIT), len(text.strip())
    if length > longest:
        return f"{count(length - longest, 'character')} too many: at most {longest:,}.", "wrong"
    return (f"{longest - length:,} characters left" if length > longest // 2 else ""), "muted"


def not_right(values: Mapping[str, str], now: datetime) -> dict[str, str]:
    """What keeps the contact from being sent, by field in the order of the form; empty where nothing does."""
    found = {}
    for field in contact_fields():
        text = values.get(field.key, "").strip()
        words, part = room_words(field.key, text)
        if not text and field.key in _NEEDED:
            found[field.key] = _NEEDED[field.key]
        elif part == "wrong":
            found[field.key] = words
        elif field.key == "received":
            try:
                received_at(text, now)
            except NotUnderstood as trouble:
                found[trouble.key] = trouble.words
    return found


def facts_of(values: Mapping[str, str], now: datetime) -> ContactFacts:
    """What a form says in which nothing is `not_right`."""
    texts: dict[str, Any] = {key: values.get(key, "").strip() for key in TEXTS}
    ticks: dict[str, Any] = {key: values.get(key) == "yes" for key in ("urgent", "not_named", "siblings")}
    return ContactFacts(
        values.get("team", ""), received_at(values["received"], now), values["how"], values["source"],
        family_knows=values["family_knows"], **texts, **ticks,
    )  # fmt: skip
