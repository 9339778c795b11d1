"""What every page of a signed-in window works with, handed over as one value by the composition root."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.infra.assets import Appearance
from desktop.infra.changes import ChangeNews
from desktop.infra.connection import SignedIn
from desktop.infra.draft_desk import DraftDesk
from desktop.infra.navigation import Navigator
from desktop.infra.settings import Settings
from desktop.infra.tasks import Tasks
from desktop.infra.writer import Writer


@dataclass(frozen=True, slots=True)
class Desk:
    """Threads, session, drafts and help with writing; the ways to other pages, to news, look and what is remembered."""

    tasks: Tasks
    signed_in: SignedIn
    navigator: Navigator
    news: ChangeNews
    appearance: Appearance
    settings: Settings
    drafts: DraftDesk
    writer: Writer
