"""Staff and teams as lines of tables, and one of them as a text to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from db.queries.staff import StaffLine, Team, gone_in_words
from db.queries.staffing import Change, Held, Member
from desktop.features.staff.roles import ROLES, rights
from desktop.models.record_table import RecordColumn
from desktop.models.words import count, day_in_words, with_marks


def _name(one: StaffLine) -> str:
    return with_marks(f"{one.name}\n{one.login}")


def _role(one: StaffLine) -> str:
    extra = [words for words, there in (("front door", one.front_door), ("duty", one.duty)) if there]
    return with_marks(
        f"{ROLES[one.role].name.capitalize()}\n{', '.join([*filter(None, [one.job_title]), *extra])}".rstrip()
    )


def _team(one: StaffLine) -> str:
    return with_marks(f"{one.team or 'no team'}\n{gone_in_words(one.state, one.state_on)}".rstrip())


def _spoken(words: str) -> str:
    return words.replace("\n", ", ")


STAFF: tuple[RecordColumn[StaffLine], ...] = (
    RecordColumn("Name", _name, lambda one: one.name.casefold(), 22, lambda one: _spoken(_name(one))),
    RecordColumn("Role", _role, lambda one: (list(ROLES).index(one.role), one.name.casefold()), 24,
                 lambda one: _spoken(_role(one))),
    RecordColumn("Team", _team, lambda one: (one.team.casefold(), one.name.casefold()), 18,
                 lambda one: _spoken(_team(one)), lambda one: one.state != "active", whole=True),
)  # fmt: skip
TEAMS: tuple[RecordColumn[Team], ...] = (
    RecordColumn("Team", lambda team: with_marks(team.name), lambda team: team.name.casefold(), 30),
    RecordColumn("At work", lambda team: str(team.staff) if team.active else "closed", lambda team: team.staff, 10,
                 strong=lambda team: not team.active),
)  # fmt: skip


def told(one: Member) -> str:
    """Everything that is kept of one member of staff."""
    return with_marks("\n\n".join("\n".join(part) for part in _told(one)))


def _told(one: Member) -> Iterator[list[str]]:
    what = ", ".join(part for part in (ROLES[one.role].name, one.job_title, one.team) if part)
    since = f"Here since {day_in_words(one.added_at.astimezone().date())}."
    lives = ["Their own address is kept: it stands under “Change…”."] if one.own_postcode else []
    yield [one.name, f"signs in as {one.login}", what, *_state(one), since, *lives]
    yield list(rights(one))
    if one.away:
        yield [_away(*days) for days in one.away]
    yield [
        *held(one.holds),
        *([f"{count(one.proposed, 'child', 'children')} more proposed to them."] if one.proposed else []),
    ]
    yield ["What was changed, the newest first:", *_history(one.changes)]


def _state(one: Member) -> list[str]:
    said = [] if one.state == "active" else [gone_in_words(one.state, one.state_on).upper()]
    if not one.own_password:
        said.append("The password was set by an administrator and opens nothing before it is changed.")
    return said + warnings(one)


def warnings(one: Member) -> list[str]:
    """What would be left without anybody, if this person did not manage it any more."""
    said = []
    if one.last_manager:
        said.append(f"Nobody else manages the files and the contacts of {one.team}.")
    if one.last_of_sealed:
        said.append(
            "A sealed file would keep fewer than two managers, and nothing about its members could be settled: "
            "its managers add another first."
        )
    return said


def held(holds: Sequence[Held]) -> list[str]:
    """What somebody holds, by team, and who stands in while they are not at work."""
    if not holds:
        return ["Holds no children."]
    return [f"Holds {count(one.children, 'child', 'children')} of {one.team}; while they are not at work "
            f"{f'{one.manager}, manager, stands in' if one.manager else 'NOBODY STANDS IN: this team has no manager'}."
            for one in holds]  # fmt: skip


def _away(begins: object, until: object) -> str:
    return f"Away from {day_in_words(begins)}" + (f" to {day_in_words(until)}." if until else ", until they are back.")  # type: ignore[arg-type]


def changed(change: Change) -> str:
    """One line of a history, with its reason in a line below."""
    reason = f"\n    Reason: {change.reason}" if change.reason else ""
    return f"{_moment(change.at)}, by {change.by}: {change.what}{reason}"


def _history(changes: Sequence[Change]) -> list[str]:
    return [changed(change) for change in changes] or ["No change is on record."]


def told_team(team: Team, changes: Sequence[Change]) -> str:
    """What is kept of a team."""
    state = f"{count(team.staff, 'person', 'people')} at work" if team.active else "CLOSED"
    return with_marks("\n".join([team.name, state, "", "What was changed, the newest first:", *_history(changes)]))


def _moment(at: datetime) -> str:
    here = at.astimezone()
    return f"{day_in_words(here.date())} at {here:%H:%M}"
