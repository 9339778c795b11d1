"""Lists on the stage: a limit of pages and a holiday, so that there is a history to read and to alter."""

from __future__ import annotations

from datetime import date

from db.commands.court_documents import PutPageLimit, put_page_limit
from db.commands.signals import SetBankHoliday, set_bank_holiday
from tests.record import Record

ADMINISTRATOR = "tl_administrator"


def arrange_lists(record: Record) -> None:
    """The administrator changes two lists, with reasons."""
    session = record.session(ADMINISTRATOR)
    put_page_limit(session, PutPageLimit("chronology", date(2090, 1, 2), 12, "A direction", "on the stage"))
    set_bank_holiday(session, SetBankHoliday(date(2090, 1, 2), "A day off", "on the stage"))
    session.close()
