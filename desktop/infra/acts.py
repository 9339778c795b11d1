"""Everything that a key can do in the window, in one place.

So no two acts share a key, and the list of keys that a person reads is the list that works.
"""

from __future__ import annotations

from enum import Enum


class Act(Enum):
    """An act, its words in the menu, and its key."""

    MY_CHILDREN = ("My children", "Ctrl+1")
    DRAFTS = ("Drafts: what is not saved yet", "Ctrl+2")
    INBOX = ("Inbox: notes, letters and e-mails", "Ctrl+3")
    COURT_WORK = ("Court work", "Ctrl+4")
    REFERRALS = ("Referrals: contacts that wait, and new ones", "Ctrl+5")
    ALLOCATION = ("Allocation: propose, talk, answer", "Ctrl+6")
    TEAM = ("Team: how full everybody is", "Ctrl+7")
    LOOKS = ("Looks: broken glass, and who looked", "Ctrl+9")
    THIS_WEEK = ("This week: meetings, minutes, papers, dates", "Alt+3")
    SUPERVISION = ("Supervision: case discussions agreed", "Alt+4")
    AWAY = ("Away: note leave, sickness, any absence", "Alt+5")
    MISSING = ("What is missing, and lists by stage", "Ctrl+8")
    LISTS = ("Lists and limits", "Alt+2")
    STAFF = ("Staff and teams", "Alt+1")
    FIND = ("Find a child, a person or a command", "Ctrl+K")
    EVERYWHERE = ("Search words in all files", "Ctrl+Shift+F")
    NEW_ENTRY = ("New entry", "Ctrl+N")
    CASE_DISCUSSION = ("Record a case discussion", "Ctrl+Shift+M")
    AMEND = ("Amend this entry", "Ctrl+E")
    SAVE = ("Save the entry", "Ctrl+S")
    ANOTHER_CHILD = ("Another child of this contact", "Ctrl+Shift+C")
    SIGNIFICANT = ("Significant for the court, or not", "F8")
    TONE = ("Bears harm, protects, or neither", "F9")
    REST_ON = ("Rest the analysis on the entry shown", "Ctrl+Shift+R")
    CHALLENGE = ("Note what somebody says against this entry", "Ctrl+Shift+G")
    FIND_IN_FILE = ("Find in this file, or narrow this list", "Ctrl+F")
    NEXT_HIT = ("Next place found", "F3")
    PREVIOUS_HIT = ("Previous place found", "Shift+F3")
    FILTER = ("Filter the chronology", "Ctrl+L")
    SAVED_FILTERS = ("Saved filters", "Ctrl+Shift+L")
    NO_FILTER = ("Show the whole chronology", "Ctrl+Shift+W")
    DIRECTION = ("Oldest first or newest first", "Ctrl+D")
    DENSITY = ("Rows dense or roomy", "Ctrl+Shift+D")
    TIMELINE = ("Go to the timeline", "Ctrl+T")
    SAFETY_PLAN = ("The current safety plan", "Ctrl+Shift+S")
    SEEN_ALONE = ("When the child was last seen alone", "Ctrl+Shift+O")
    DOCUMENT = ("Add a document…", "Ctrl+Shift+A")
    TAKE_AWAY = ("Take away as Word or Excel…", "Ctrl+Shift+E")
    PEOPLE = ("People and genogram", "Ctrl+G")
    PROCEEDINGS = ("Proceedings, hearings and parties", "Ctrl+J")
    HELD = ("Who held the case, and who is named", "Ctrl+Shift+U")
    WHO_LOOKED = ("Who looked at this file", "Ctrl+Alt+L")
    KNOW_FAMILY = ("I know this family…", "Ctrl+Alt+K")
    CHANGE_VALUE = ("Add or correct a fact about the child", "Ctrl+Shift+B")
    PRINT_LIST = ("Print my children", "Ctrl+Alt+P")
    ANSWER = ("Answer what stands out about the child", "Ctrl+R")
    PRINT_BAND = ("Print the child on one page", "Ctrl+Shift+P")
    COURT = ("Court chronology…", "Ctrl+P")
    COURT_DOCUMENTS = ("Documents for the court", "Ctrl+Shift+J")
    ANSWERS = ("What was answered about the child", "Ctrl+Alt+R")
    BACK = ("Back, or close what is open beside", "Esc")
    CLOSE_FILE = ("Close this file", "Ctrl+W")
    WHOLE_BAND = ("More or less about the child", "Ctrl+B")
    NEXT_PART = ("Go to the next part of the page", "F6")
    CITE = ("Cite an entry of the file", "Ctrl+Shift+I")
    TO_CITED = ("Go to the entry cited", "F4")
    NEXT_SECTION = ("Next section of the report", "Alt+Down")
    PREVIOUS_SECTION = ("Previous section of the report", "Alt+Up")
    NEXT_SIBLING = ("The chronology of the next brother or sister", "Alt+PgDown")
    WRITING = ("Abbreviations and own words", "Ctrl+Shift+K")
    SPELLING = ("Next doubtful word", "F7")
    NEW_WINDOW = ("Second window", "Ctrl+Shift+N")
    LARGER = ("Larger text", "Ctrl++")
    SMALLER = ("Smaller text", "Ctrl+-")
    USUAL_SIZE = ("Usual text size", "Ctrl+0")
    RESET_SIZES = ("Columns and panes as they were", "Ctrl+Shift+0")
    LOOK = ("Light, dark or high contrast", "Ctrl+Shift+H")
    KEYBOARD = ("Keyboard", "F1")
    PASSWORD = ("Change my password", "Ctrl+Alt+W")
    LOCK = ("Lock the windows while you are away", "F12")
    SIGN_OUT = ("Sign out", "Ctrl+Shift+Q")
    QUIT = ("Close the window", "Ctrl+Q")

    @property
    def words(self) -> str:
        """The act in words, as menus and the list of keys show it."""
        return self.value[0]

    @property
    def keys(self) -> str:
        """The key, as Qt writes it in portable form."""
        return self.value[1]
