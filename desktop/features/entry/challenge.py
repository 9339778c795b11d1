"""The panel in which one notes what somebody says against an entry. The entry itself stays as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import partial
from uuid import uuid5

from typing_extensions import override

from db.commands.challenges import ChallengeEntry, challenge_entry
from db.commands.changes import Changes
from db.domain.draft import CHALLENGE, Draft
from db.domain.partial_date import DateNotUnderstood, parse_partial_date
from db.errors import OutcomeUnknown, ThroughlineError
from desktop.infra.desk import Desk
from desktop.infra.navigation import Challenge
from desktop.models.words import day_in_words, with_marks
from desktop.widgets.form import Field, Form, Kind
from desktop.widgets.form_panel import FormPanel
from desktop.widgets.text import label

_FIELDS = (
    Field("said_by", "Who says so", hint="father, grandmother, the young person"),
    Field("said_on", "On which day", hint="today · 3 March 2026"),
    Field("text", "What they say against it", Kind.TEXT, hint="In their words where you have them", lines=5),
)


class ChallengePanel(FormPanel):
    """Who, when, and what; noted beside the entry in this child's file."""

    _pending: ChallengeEntry | None

    def __init__(self, desk: Desk, wish: Challenge) -> None:
        heading = "What somebody says against this entry"
        super().__init__(desk, "Note a challenge", saves="Note it", form=Form(_FIELDS), heading=heading)
        self._wish, self._drafts, self._left = wish, desk.drafts, False
        self.draft = self._kept() or Draft(wish.child_id, wish.name, entry_id=wish.entry_id, document=CHALLENGE)
        for key in self.form.fields:
            self.form.put(key, self.draft.values.get(key, "today" if key == "said_on" else ""))
        self.form.changed.connect(self._changed)
        told = label("It is noted beside the entry, which stays as it is.", "muted")
        self.stand(label(with_marks(wish.headline), "quote"), told, self.form)

    def _kept(self) -> Draft | None:
        """What was begun against this entry in this file and is neither noted nor left out."""
        ours = (one for one in self._drafts.drafts if one.document == CHALLENGE)
        wish = (self._wish.child_id, self._wish.entry_id)
        return next((one for one in ours if (one.child_id, one.entry_id) == wish), None)

    def _keep(self) -> None:
        """Every key is kept on this computer, like those of an entry."""
        values = {key: self.form.text(key) for key in self.form.fields} | {"headline": self._wish.headline}
        now = datetime.now().astimezone()
        self.draft = self._drafts.keep(replace(self.draft, values=values, typed_at=now))

    @override
    def leave(self) -> None:
        self._left = True
        self._drafts.drop(self.draft.draft_id, self.draft.versions)
        super().leave()

    @override
    def save(self) -> None:
        """Note it; while the outcome is unknown this asks again for the same one."""
        if self._saving:
            return
        self._pending = self._pending or self._command()
        if self._pending is not None:
            self._begin_saving()
            self.form.freeze(True)
            self._tasks.write(partial(challenge_entry, self._session, self._pending), self._saved, self._not_saved)

    def _command(self) -> ChallengeEntry | None:
        said_by, text = self.form.text("said_by").strip(), self.form.text("text").strip()
        day = self._day()
        for key, there, words in (
            ("said_by", said_by, "Say who says so."),
            ("said_on", day, "Say on which day; one day, such as “3 March 2026”."),
            ("text", text, "Say what they say against it."),
        ):
            if not there:
                self.refuse(key, words)
                return None
        assert day is not None  # noqa: S101 (asked for above)
        # so that it is noted once, also when it was sent before the program died
        challenge_id = uuid5(self.draft.op_id, f"{said_by}\0{day}\0{text}")
        return ChallengeEntry(challenge_id, self._wish.child_id, self._wish.entry_id, said_by, day, text)

    def _day(self) -> date | None:
        try:
            when = parse_partial_date(self.form.text("said_on"), today=date.today())
        except DateNotUnderstood:
            return None
        return when.earliest if when.earliest == when.latest and when.earliest <= date.today() else None

    def _changed(self, key: str) -> None:
        self.form.note(key, "")
        day = self._day() if key == "said_on" else None
        if day is not None:
            self.form.note("said_on", f"Understood as {day_in_words(day)}.")
        if self.unsaved and not self._left:
            self._keep()

    def _saved(self, changes: Changes) -> None:
        self._saving, self._pending = False, None
        self.leave()
        self._news.announce(changes)

    def _not_saved(self, error: ThroughlineError) -> None:
        self._saving = False
        if not isinstance(error, OutcomeUnknown):
            self._pending = None
            self.form.freeze(False)
        self.banner.trouble(error, (("Try again", self.save),))

    # Coming and going.

    @override
    def arrive(self) -> None:
        """Stand on the first field that is empty."""
        self.form.go_to(next((key for key in ("said_by", "text") if not self.form.text(key)), "text"))

    @property
    @override
    def unsaved(self) -> bool:
        """Whether words would be lost."""
        return self.under_way or bool(self.form.text("text") or self.form.text("said_by"))

    @override
    def forget(self) -> None:
        for key in self.form.fields:
            self.form.put(key, "")
