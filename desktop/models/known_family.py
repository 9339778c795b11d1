"""What somebody reads who said that they know a family, instead of a way into its file."""

from __future__ import annotations

from datetime import datetime

from desktop.models.words import day_in_words


def shut_in_words(declared_at: datetime, team: str) -> str:
    """That one said so, on which day, what follows, and whom to ask."""
    said = f"You said on {day_in_words(declared_at.astimezone().date())} that you know this family."
    return f"{said} Since then the file is shut to you, and no emergency opens it. {_whom_to_ask(team)}"


def contact_shut_in_words(team: str) -> str:
    """The same of a contact that names a child of that family."""
    return f"You said that you know this family. Since then the contact is shut to you. {_whom_to_ask(team)}"


def _whom_to_ask(team: str) -> str:
    return (
        f"Ask a manager of team {team}; where a child may be in danger now, the manager on duty. A manager of the team "
        "can open it to you again."
    )
