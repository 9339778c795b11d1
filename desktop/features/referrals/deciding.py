"""The panel in which a contact is read and, by who may, decided on; what is typed is kept as a draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from uuid import uuid4, uuid5

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton
from typing_extensions import override

from db.commands.changes import Changes
from db.commands.contacts import AnswerContact, DecideContact, answer_contact, decide_contact
from db.domain.draft import CONTACT_DECISION, Draft
from db.errors import OutcomeUnknown, ThroughlineError
from db.queries.contacts import Contact, ContactChild, SealedNamed
from desktop.features.referrals.forms import NEEDED, DecisionForms, decision_fields
from desktop.features.referrals.reading import ContactText
from desktop.infra.codes import labels
from desktop.infra.desk import Desk
from desktop.infra.navigation import OpenChild
from desktop.models.words import with_marks
from desktop.widgets.banner import News
from desktop.widgets.form import Form
from desktop.widgets.form_panel import FormPanel
from desktop.widgets.tab_order import tab_through


class DecisionPanel(FormPanel):
    """The contact, then the decision for its children."""

    _pending: DecideContact | None
    recorded = Signal(str)
    """What is on record now, in words."""

    def __init__(self, desk: Desk, contact: Contact) -> None:
        form = Form(decision_fields(), spacing=7)
        names = ", ".join(child.name or child.said_name for child in contact.children)
        super().__init__(desk, "A contact", saves="Record the decision", form=form, heading=names or "A contact")
        self._drafts, self._navigator, self.contact = desk.drafts, desk.navigator, contact
        self.draft = self._kept() or Draft(None, names, entry_id=contact.contact_id, document=CONTACT_DECISION)
        self.forms = DecisionForms(form)
        self.text = ContactText(contact)
        self.text.file_wanted.connect(self._open_file)
        self.text.change_wanted.connect(self._change)
        self.text.answered.connect(self._answer)
        self.save_button.setText("Record the decision")
        self.stand(self.text, self.forms)
        self.forms.take([one for one in contact.children if one.may_decide and one.decision is None], self.draft.values)
        self.forms.grown.connect(self._grown)
        self.forms.changed.connect(self._changed)
        self._grown()

    def _kept(self) -> Draft | None:
        """What was begun on this contact and is neither recorded nor left out."""
        ours = (one for one in self._drafts.drafts if one.document == CONTACT_DECISION)
        return next((one for one in ours if one.entry_id == self.contact.contact_id), None)

    def _grown(self) -> None:
        self.save_button.setVisible(bool(self.forms.children_))
        self.helping.attend()
        tab_through((self.body,))

    def _changed(self) -> None:
        if self.under_way:
            return
        for _, form in self.forms.shown:
            for field in NEEDED:
                form.note(field, "")
        now = datetime.now().astimezone()
        self.draft = self._drafts.keep(replace(self.draft, values=self.forms.values, typed_at=now))

    # What one can do beside a child.

    def _open_file(self, child: ContactChild) -> None:
        self._navigator.go(OpenChild(child.child_id, child.name, ""))

    def _change(self, child: ContactChild) -> None:
        """Decide anew on a child: what stands stays as the earlier version."""
        self.forms.add(child)
        self.arrive()

    def _answer(self, one: SealedNamed, keep: bool) -> None:
        if self.under_way:
            return
        entry = uuid5(self.contact.contact_id, str(one.child_id)) if keep else None
        wish = AnswerContact(self.contact.contact_id, one.child_id, entry)
        said = "It stands in the sealed file." if keep else "Noted: it is about another child."
        self._tasks.write(partial(answer_contact, self._session, wish), partial(self._answered, said), self._not_saved)

    # Saving.

    @override
    def save(self) -> None:
        """Record it; while the outcome is unknown this asks again for the same one."""
        if self._saving or not self.forms.children_:
            return
        self._pending = self._pending or self._command()
        if self._pending is not None:
            self._begin_saving()
            self.forms.freeze(True)
            work, said = partial(decide_contact, self._session, self._pending), self._in_words(self._pending)
            self._tasks.write(work, partial(self._recorded, said), self._not_saved)

    def _command(self) -> DecideContact | None:
        found = self.forms.decisions()
        if isinstance(found, tuple):
            form, field = found
            form.note(field, NEEDED[field], "wrong")
            form.go_to(field)
            self.banner.say(News.CARE, NEEDED[field])
            return None
        return DecideContact(uuid4(), self.contact.contact_id, tuple(found))

    def _in_words(self, wish: DecideContact) -> str:
        """ "Decided. Jade Bell: Child and family assessment. It stands …"."""
        names = {child.child_id: child.name or child.said_name for child in self.contact.children}
        outcomes = labels("contact_outcome")
        said = (
            f"{with_marks(names.get(one.child_id, 'A child'))}: {outcomes.get(one.outcome, one.outcome)}"
            for one in wish.decisions
        )
        return f"Decided. {'; '.join(said)}. It stands in the file too, and the contact under “Decided lately”."

    def _recorded(self, said: str, changes: Changes) -> None:
        self._saving, self._pending = False, None
        self._drafts.drop(self.draft.draft_id, self.draft.versions)
        self._answered(said, changes)

    def _answered(self, said: str, changes: Changes) -> None:
        """It is told; what is typed of a decision that is not recorded stays among the drafts."""
        self._drafts.hasten()
        self.finished.emit()
        self.recorded.emit(said)
        self._news.announce(changes)

    def _not_saved(self, error: ThroughlineError) -> None:
        self._saving = False
        if not isinstance(error, OutcomeUnknown):
            self._pending = None
            self.forms.freeze(False)
        self.banner.trouble(error, (("Try again", self.save),) if self._pending else ())

    # Coming and going.

    def read(self) -> None:
        """Stand at the first child, above the form: one reads before one decides."""
        first = self.text.findChild(QPushButton)
        (first or self.close_button).setFocus()

    @override
    def arrive(self) -> None:
        """Stand in the first field that is empty, or where one closes the panel."""
        if self.forms.children_:
            self.forms.go_to()
        else:
            self.close_button.setFocus()

    @property
    @override
    def unsaved(self) -> bool:
        """Whether words would be lost: what is typed is kept as a draft."""
        return self.under_way

    @override
    def close_panel(self) -> None:
        """Close it; what is typed stays among the drafts."""
        if self.under_way:
            self.ask_about_unsaved()
            return
        self._drafts.hasten()
        self.finished.emit()
