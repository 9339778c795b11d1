"""The roles in plain words, as people who work here say them."""

from __future__ import annotations

ROLE_WORDS = {
    "practitioner": "social worker",
    "court_adviser": "court adviser",
    "manager": "manager",
    "support": "team support",
    "administrator": "administrator",
    "auditor": "auditor",
}
