"""What becomes of an entry that is saved: sent, on its way, amended by somebody else meanwhile, or not permitted.

There is one way only: the draft is finished, written to this computer, and sent by the desk, in order and once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from db.domain.entry import EntryContent
from db.domain.merging import merge
from db.errors import Conflict, NotPermitted, ThroughlineError
from db.queries.entries import EntryView, read_entry
from db.queries.siblings import Sibling, siblings_of
from desktop.features.entry.content import OCCURRED, Missing, base_values_of, content_of, values_of, without
from desktop.features.entry.handing import Handing
from desktop.models.words import with_marks
from desktop.widgets.banner import News
from desktop.widgets.both_texts import BothTexts, Theirs, taken_over

if TYPE_CHECKING:
    from desktop.features.entry.page import EntryPanel

_REFUSED = (
    "You may not record in this file just now: your access has ended or run out. Your text is kept; open the file "
    "again, or hand it to the manager."
)
_UNCHANGED = "Nothing was changed. Close the form, or change something."
_PUT_TOGETHER = "Two texts of mine put together"
_PARTED = (
    "This draft was written on at another desk or in another window as well. Both are kept: what stands here goes on "
    "as a draft of its own, and the other is under Drafts."
)
ONLY_HERE = (
    "The server does not answer and this computer does not take the entry: keep this window open; it goes off when "
    "the server answers."
)
_DISCARDED = (
    "This entry was discarded in another window or under Drafts before it went off. Its text stays here until you save "
    "or close it."
)
_TAKEN_UP = (
    "You went on with this entry in another window before it went off, so it was not sent from here. What stands there "
    "is kept there; this text stays here until you save or close it."
)


class Saving(QObject):
    """The saves of one panel."""

    def __init__(self, panel: EntryPanel) -> None:
        super().__init__(panel)
        self._panel = panel
        self.both: BothTexts | None = None
        """What both changed, while it is asked about."""
        self.handing: Handing | None = None
        self._asked: EntryView | None = None
        """The version beside which both texts are shown; the draft goes on from it once that is answered."""
        keeping = panel.keeping
        keeping.landed.connect(self._landed)
        keeping.refused.connect(self._refused)
        keeping.delayed.connect(self._delayed)
        keeping.flowing.connect(self._flowing)
        keeping.parted.connect(self._parted)
        keeping.taken_up.connect(self._taken_up)
        keeping.discarded.connect(self._discarded)

    def save(self) -> None:
        """Send what is written; a save that is under way, or a paper that is being read, is waited for."""
        panel = self._panel
        if panel.keeping.sending:
            return
        if panel.draft.child_id is None:  # whose entry it is, is chosen under Drafts
            panel.close_panel()
            return
        if panel.papers.reading:
            panel.banner.say(News.NOTE, "A document is still being read. Save again in a moment.")
            return
        if self.both is not None:
            panel.form.fill(self.both.values)
            self._answer()
        content = self._content()
        if content is None:
            self._close_both()
            return
        panel.note()
        self.stand_still(True)
        panel.say_where("Saving…")
        panel.keeping.send(content)

    def _content(self) -> EntryContent | None:
        """What the form says, or None after saying what is missing, or that it says nothing new."""
        panel = self._panel
        if panel.changes_nothing:
            panel.banner.say(News.CARE, _UNCHANGED)
            return None
        try:
            return content_of(panel.written())
        except Missing as needed:
            panel.form.note(needed.key, needed.words, "wrong")
            panel.go_to(needed.key)
            panel.banner.say(News.CARE, needed.words)
            return None

    def stand_still(self, still: bool) -> None:
        """Leave the text readable and unchangeable while it is on its way, or let it be changed again."""
        panel = self._panel
        panel.save_button.setEnabled(not still)
        panel.discard_button.setEnabled(not still)
        panel.form.freeze(still)
        panel.quick.line.setReadOnly(still)
        panel.concerned.setEnabled(not still)
        panel.papers.stand_still(still)
        panel.rests_on.setEnabled(not still)

    def _landed(self) -> None:
        self._panel.sitting.remember(self._panel.form.values())
        self._panel.finished.emit()

    # No answer yet.

    def _delayed(self, since: object) -> None:
        at = since if isinstance(since, datetime) else datetime.now()
        self._panel.say_where("On its way")
        if self._panel.keeping.disk_full:
            self._panel.banner.say(News.CARE, ONLY_HERE, stays=True)
            return
        self._panel.banner.say(
            News.CARE,
            f"The server does not answer since {at:%H:%M}. The entry is kept on this computer and goes off by "
            "itself, once; you may close this and go on.",
            (("Close", self._panel.close_panel),),
        )

    def _flowing(self) -> None:
        if self._panel.keeping.sending:
            self._panel.banner.clear()

    # Written on elsewhere too.

    def _parted(self) -> None:
        self._panel.papers.restore(self._panel.draft.papers)
        self._panel.banner.say(News.NOTE, _PARTED, stays=True)

    def _taken_up(self) -> None:
        self.stand_still(False)
        self._panel.banner.say(News.NOTE, _TAKEN_UP, (("Save this one too", self.save),), stays=True)

    def _discarded(self) -> None:
        self.stand_still(False)
        self._panel.say_where("Not among your drafts any more")
        self._panel.banner.say(News.CARE, _DISCARDED, (("Save it", self.save),), stays=True)

    # Not taken.

    def _refused(self, error: object) -> None:
        self.stand_still(False)
        self._panel.say_where("Not saved; kept on this computer")
        again = ("Try again", self.save)
        if not isinstance(error, ThroughlineError):
            return
        if isinstance(error, Conflict):
            self._conflict(self._panel.draft.entry_id, error)
        elif isinstance(error, NotPermitted) and self._panel.concerned.ticked:
            self._ask_for_whom(error)
        elif isinstance(error, NotPermitted):
            self._not_permitted(error)
        else:
            self._panel.banner.trouble(error, (again,))

    def _not_permitted(self, error: ThroughlineError) -> None:
        told = NotPermitted(_REFUSED, reference=error.reference)
        hand_over = ("Hand it to the manager", self.hand_over)
        self._panel.banner.trouble(told, (("Try again", self.save), hand_over))

    def _ask_for_whom(self, refused: NotPermitted) -> None:
        """Perhaps it is the file of a brother or sister only that may not be written to any more."""
        panel = self._panel
        work = partial(siblings_of, panel.session, panel.child_id)
        panel.desk.tasks.read(work, partial(self._told_for_whom, refused), self._not_permitted)

    def _told_for_whom(self, refused: NotPermitted, siblings: tuple[Sibling, ...]) -> None:
        offered = {sibling.child_id for sibling in siblings}
        gone = {child: name for child, name in self._panel.concerned.ticked.items() if child not in offered}
        if not gone:
            self._not_permitted(refused)
            return
        names = " and ".join(with_marks(name) for name in gone.values())
        self._panel.banner.say(
            News.CARE,
            f"This can no longer be recorded for {names} from here. Hand the whole to the manager, or take the tick of "
            f"{names} out: what you wrote for {names} alone goes with it, the rest is saved.",
            (("Hand it to the manager", self.hand_over), (f"Save without {names}", partial(self._without, gone))),
            stays=True,
        )

    def _without(self, gone: Iterable[UUID]) -> None:
        for child_id in gone:
            self._panel.concerned.untick(child_id)
        self.save()

    def hand_over(self) -> None:
        """Ask for a line to the manager, and hand the text over."""
        self._panel.banner.clear()
        if self.handing is None:
            self.handing = Handing(self._panel)
            self._panel.body.insertWidget(2, self.handing)
        self.handing.begin()

    # Amended by somebody else meanwhile.

    def _conflict(self, entry_id: UUID, error: ThroughlineError) -> None:
        """Read what stands there; asked again it is the same entry, though the draft may have parted meanwhile."""
        panel = self._panel
        self._offer_both(entry_id, error)
        work = partial(read_entry, panel.session, panel.child_id, entry_id)
        panel.desk.tasks.read(work, self._compare, partial(self._offer_both, entry_id))

    def _offer_both(self, entry_id: UUID, error: ThroughlineError) -> None:
        self._panel.banner.trouble(error, (("Look at both", partial(self._conflict, entry_id, error)),))

    def _compare(self, entry: EntryView) -> None:
        """Put together what both wrote; where both changed the same, ask."""
        panel = self._panel
        began_anew = not panel.draft.base_version
        mine, told = panel.form.values(), values_of(entry) | {"reason": panel.form.text("reason")}
        base = without(panel.draft.base_values, (OCCURRED,)) | {"reason": mine["reason"]}
        merged = merge(base, mine, told)
        if began_anew:
            merged.values["reason"] = _PUT_TOGETHER
        theirs = Theirs("the saved text" if began_anew else entry.author, entry.version, told)
        self._asked = entry
        if not merged.both:
            self._answer()
        panel.beginning.show_amending()
        panel.form.base_values = base_values_of(entry)
        panel.form.fill(merged.values)
        panel.note()
        taken = taken_over(panel.form.fields, merged, theirs)
        save = (f"Save as version {entry.version + 1}", self.save)
        if merged.both:
            self._show_both(BothTexts(panel.form.fields, merged, theirs, panel.desk.appearance), entry.version)
            asked = _both_kept(entry, began_anew)
            panel.banner.say(News.CARE, " ".join((asked, taken)).strip(), (save,), stays=True)
        else:
            panel.banner.say(News.CARE, taken or "Both texts are the same now.", (save,), stays=True)
            panel.banner.choices[0].setFocus()

    def _answer(self) -> None:
        """Amend the version that was shown. Whoever leaves before is asked again, and overwrites nothing unseen."""
        if self._asked is not None:
            asked = self._asked
            self._panel.keeping.rebase(asked.entry_id, asked.version, base_values_of(asked))
            self._asked = None

    @property
    def asking(self) -> bool:
        """Whether it is asked what both changed."""
        return self.both is not None

    def arrive(self) -> None:
        """Stand on the first choice."""
        if self.both is not None:
            self.both.go()

    def _show_both(self, both: BothTexts, version: int) -> None:
        self._close_both()
        self.both = both
        both.chosen.connect(self._chosen)
        self._panel.form.setVisible(False)
        self._panel.save_button.setText(f"Save as version {version + 1}")
        self._panel.inside.addWidget(both)
        both.setVisible(True)
        self._panel.walk()
        both.go()

    def _chosen(self) -> None:
        if self.both is not None:
            self._panel.form.fill(self.both.values)

    def _close_both(self) -> None:
        if self.both is not None:
            self.both.deleteLater()
            self.both = None
            self._panel.form.setVisible(True)
            self._panel.save_button.setText("Save")


def _both_kept(entry: EntryView, began_anew: bool) -> str:
    if began_anew:
        return (
            "You saved this entry already, at another desk or in another window, with other words. Both texts are "
            "kept. Choose below what is to stand where they differ, and say why you amend it."
        )
    return (
        f"{entry.author} amended this entry while you were writing. Both texts are kept: theirs is version "
        f"{entry.version}. Choose below what is saved where both of you changed the same."
    )
