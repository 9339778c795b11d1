"""Forms about where somebody lives and how they are reached.

A correction that leaves the address or number as it was sends none: what is shown may be less than what stands.
"""

from __future__ import annotations

from functools import partial
from uuid import uuid4

from db.commands.whereabouts import (
    AddContactDetail,
    AddResidence,
    CorrectContactDetail,
    CorrectResidence,
    EndContactDetail,
    EndResidence,
    add_contact_detail,
    add_residence,
    correct_contact_detail,
    correct_residence,
    end_contact_detail,
    end_residence,
)
from db.domain.people import ChildsPeople, Contact, Person, Residence
from desktop.widgets.asking import HOW, Answers, Asked, Save, swap, typed
from desktop.widgets.form import Field, Kind

_HOMES = (
    ("home", "Home"),
    ("placement", "Placement"),
    ("temporary", "For a while"),
    ("work", "Work"),
    ("other", "Other"),
)
_CONTACTS = (
    ("mobile", "Mobile"),
    ("telephone", "Telephone"),
    ("e-mail", "E-mail"),
    ("work", "At work"),
    ("other", "Other"),
)


def ask_for_address(facts: ChildsPeople, person: Person) -> Asked:
    """To add an address that may be known."""
    residence = uuid4()

    def save(answers: Answers) -> Save:
        since = answers.when("since")
        wish = AddResidence(
            facts.child_id, residence, person.person_id, answers.text("lines", "Type the address."),
            answers.text("postcode"), answers.how, answers.text("kind"), since.earliest if since else None,
            answers.said("since"),
        )  # fmt: skip
        return partial(swap, add_residence, wish)

    fields = (
        Field("lines", "Address", hint="house, street, town"), Field("postcode", "Postcode"),
        Field("kind", "What it is", Kind.CHOICE, choices=_HOMES), Field("since", "Since when"), HOW,
    )  # fmt: skip
    note = (
        "Only what may be known by everybody who reads the file. What somebody must not learn is a confidential detail."
    )
    return Asked(f"An address of {person.called}", fields, (), save, note=note)


def ask_to_end_address(facts: ChildsPeople, person: Person, home: Residence) -> Asked:
    """To say that somebody lives there no longer."""
    new = uuid4()

    def save(answers: Answers) -> Save:
        day = answers.day("until", "Say until when.")
        wish = EndResidence(facts.child_id, home.residence_id, new, day, answers.how, answers.said("until"))
        return partial(swap, end_residence, wish)

    title = f"{person.called} no longer lives at {home.lines}"
    return Asked(title, (Field("until", "Until when"), HOW), (("until", "today"),), save, "End it")


def ask_for_contact(facts: ChildsPeople, person: Person) -> Asked:
    """To add a telephone number or address of e-mail."""
    contact = uuid4()

    def save(answers: Answers) -> Save:
        value = answers.text("value", "Type the number or address.")
        wish = AddContactDetail(facts.child_id, contact, person.person_id, answers.text("kind"), value, answers.how)
        return partial(swap, add_contact_detail, wish)

    fields = (Field("kind", "What it is", Kind.CHOICE, choices=_CONTACTS), Field("value", "Number or e-mail"), HOW)
    return Asked(f"Telephone or e-mail of {person.called}", fields, (), save)


def ask_to_end_contact(facts: ChildsPeople, person: Person, contact: Contact) -> Asked:
    """To say that a number is used no longer."""
    new = uuid4()

    def save(answers: Answers) -> Save:
        day = answers.day("until", "Say until when.")
        wish = EndContactDetail(facts.child_id, contact.contact_id, new, day, answers.how)
        return partial(swap, end_contact_detail, wish)

    title = f"{person.called} no longer uses {contact.value}"
    return Asked(title, (Field("until", "Until when"), HOW), (("until", "today"),), save, "End it")


def ask_to_correct_address(facts: ChildsPeople, person: Person, home: Residence) -> Asked:
    """To put an address right, or its dates."""
    new = uuid4()

    def save(answers: Answers) -> Save:
        since, until = answers.when("since"), answers.when("until")
        lines, postcode = answers.text("lines", "Type the address."), answers.text("postcode")
        wish = CorrectResidence(
            facts.child_id, home.residence_id, new, answers.how,
            None if (lines, postcode) == (home.lines, home.postcode) else lines, postcode, answers.text("kind"),
            since.earliest if since else None, answers.said("since"), until.earliest if until else None,
            answers.said("until"),
        )  # fmt: skip
        return partial(swap, correct_residence, wish)

    fields = (
        Field("lines", "Address"), Field("postcode", "Postcode"),
        Field("kind", "What it is", Kind.CHOICE, choices=_HOMES), Field("since", "Since when"),
        Field("until", "Until when", hint="empty while it lasts"), HOW,
    )  # fmt: skip
    first = (
        ("lines", home.lines), ("postcode", home.postcode), ("kind", home.kind),
        ("since", home.from_words or typed(home.from_on)), ("until", home.to_words or typed(home.to_on)),
    )  # fmt: skip
    return Asked(f"Correct an address of {person.called}", fields, first, save, note="What stood is kept as history.")


def ask_to_correct_contact(facts: ChildsPeople, person: Person, contact: Contact) -> Asked:
    """To put a telephone number or address of e-mail right."""
    new = uuid4()

    def save(answers: Answers) -> Save:
        value = answers.text("value", "Type the number or address.")
        wish = CorrectContactDetail(
            facts.child_id, contact.contact_id, new, answers.text("kind"), answers.how,
            None if value == contact.value else value, contact.from_on, contact.to_on,
        )  # fmt: skip
        return partial(swap, correct_contact_detail, wish)

    fields = (Field("kind", "What it is", Kind.CHOICE, choices=_CONTACTS), Field("value", "Number or e-mail"), HOW)
    first = (("kind", contact.kind), ("value", contact.value))
    title = f"Correct: {contact.value} of {person.called}"
    return Asked(title, fields, first, save, note="What stood is kept as history.")
