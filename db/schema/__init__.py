"""The tables by subject, as the owner sees them; migrations and tests compare against these."""

from db.schema import (
    access,
    allocation,
    audit,
    checking,
    chronology,
    code,
    contact,
    court,
    entry,
    file,
    lists,
    looks,
    people,
    signals,
    staff,
    staffing,
    stages,
    supervision,
    workload,
)
from db.schema.base import Base

metadata = Base.metadata

__all__ = [
    "access",
    "allocation",
    "audit",
    "checking",
    "chronology",
    "code",
    "contact",
    "court",
    "entry",
    "file",
    "lists",
    "looks",
    "metadata",
    "people",
    "signals",
    "staff",
    "staffing",
    "stages",
    "supervision",
    "workload",
]
