"""The lists by stage, as an inspection asks for them: their names and what stands in each column.

The order and the columns follow the child-level lists of Ofsted's inspections of children's services (annex A).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """A list: its name, what one line of it is called, and the heads of its columns; an empty head is no column."""

    name: str
    line: str
    lines: str
    began: str = "Began"
    ended: str = "Ended"
    what: str = ""
    more: str = ""
    other: str = ""
    seen: str = "Last seen"
    alone: str = "Seen alone"
    times: str = ""


STAGES = {
    "contact": Stage(
        "Contacts", "contact", "contacts", "Received", "", "From whom", "How", seen="", alone=""
    ),
    "referral": Stage(
        "Referrals", "referral", "referrals", "Received", "", "From whom", "Decided", "Decided on",
        seen="", alone="", times="Earlier",
    ),
    "assessment": Stage("Assessments", "assessment", "assessments", other="First seen"),
    "enquiry": Stage(
        "Section 47 enquiries", "section 47 enquiry", "section 47 enquiries", other="Conference", times="Earlier"
    ),
    "child_in_need": Stage(
        "Child in need plans", "child in need plan", "child in need plans", times="Earlier"
    ),
    "child_protection": Stage(
        "Child protection plans", "child protection plan", "child protection plans",
        what="Category", other="Review", times="Earlier",
    ),
    "looked_after": Stage(
        "Looked after", "legal status", "legal statuses",
        what="Legal status", more="Placement", other="Review", times="Placements",
    ),
    "care_leaver": Stage("Leaving care", "pathway plan", "pathway plans"),
}  # fmt: skip
"""The stages in their order."""
