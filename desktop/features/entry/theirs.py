"""Says in which fields a colleague's version differs from the text in the form, so that both can be compared."""

from __future__ import annotations

from db.queries.entries import EntryView
from desktop.features.entry.draft import values_of
from desktop.features.entry.fields import entry_fields

_SHOWN = 160


def differences(theirs: EntryView, mine: dict[str, str]) -> str:
    """The fields that differ, with the beginning of their text."""
    labels = {field.key: field.label for field in entry_fields()}
    found = []
    for key, value in values_of(theirs).items():
        if key != "reason" and value.strip() != mine[key].strip():
            start = value.strip().replace("\n", " ")
            shown = start[:_SHOWN] + ("…" if len(start) > _SHOWN else "")
            found.append(f"{labels[key]}: “{shown}”" if shown else f"{labels[key]}: empty")
    return "Theirs says " + "; ".join(found) + "." if found else "The texts are the same."
