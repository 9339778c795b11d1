"""Everyone in a child's life: names, addresses, contact details, relationships and warnings.

Confidential addresses and contact details have tables of their own, because they need a ticket of their own.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text, Uuid

from db.schema.base import Base, ClientKey, Flag, Now, PersonRef, RandomKey, StaffRef, Words


def _replaces(table: str) -> Index:
    """The index by which a row is known to have been replaced by a correction."""
    return Index(f"ix_{table}_replaces", "replaces", unique=True, postgresql_where=text("replaces is not null"))


class Person(Base):
    """Anybody: child, parent, carer, professional. Birth is a partial date; an unborn child has `expected_on`."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("sex in ('F', 'M', 'U')", name="sex"),
        Index("ix_person_born_about", "born_earliest", postgresql_where=text("born_latest > born_earliest")),
    )
    person_id: Mapped[RandomKey]
    sex: Mapped[str] = mapped_column(server_default="U")
    pronouns: Mapped[Words]
    born_earliest: Mapped[date | None] = mapped_column(index=True)
    born_latest: Mapped[date | None]
    born_words: Mapped[Words]
    expected_on: Mapped[date | None]
    died_earliest: Mapped[date | None]
    died_latest: Mapped[date | None]
    died_words: Mapped[Words]
    ethnicity: Mapped[Words]
    first_language: Mapped[Words]
    communication_needs: Mapped[Words]
    nhs_number: Mapped[str | None] = mapped_column(index=True)
    upn: Mapped[str | None] = mapped_column(index=True)
    recorded_by: Mapped[StaffRef]
    recorded_at: Mapped[Now]


class PersonName(Base):
    """One name of a person, with its dates; `given_sort` and `family_sort` are normalised for matching."""

    __tablename__ = "person_name"
    __table_args__ = (
        CheckConstraint("kind in ('legal', 'birth', 'known_as', 'former', 'alias')", name="kind"),
        Index("ix_person_name_family_sort", "family_sort", postgresql_ops={"family_sort": "text_pattern_ops"}),
        Index("ix_person_name_given_sort", "given_sort", postgresql_ops={"given_sort": "text_pattern_ops"}),
        Index("ix_person_name_sounds", "sounds", postgresql_using="gin"),
        Index("ix_person_name_name_words", "name_words", postgresql_using="gin"),
        _replaces("person_name"),
    )
    name_id: Mapped[RandomKey]
    person_id: Mapped[PersonRef] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(server_default="legal")
    given: Mapped[Words]
    family: Mapped[Words]
    given_sort: Mapped[Words]
    family_sort: Mapped[Words]
    sounds: Mapped[list[str]] = mapped_column(ARRAY(Text()), server_default="{}")
    name_words: Mapped[list[str] | None] = mapped_column(
        ARRAY(Text()), Computed("string_to_array(btrim(given_sort || ' ' || family_sort), ' ')", persisted=True)
    )
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    how_known: Mapped[Words]
    source_entry: Mapped[UUID | None] = mapped_column(ForeignKey("core.entry.entry_id"))
    replaces: Mapped[UUID | None] = mapped_column(ForeignKey("core.person_name.name_id"))
    recorded_by: Mapped[StaffRef]
    recorded_at: Mapped[Now]


class NameToken(Base):
    """Each distinct word of all names, so that a fuzzy search compares words and not people."""

    __tablename__ = "name_token"
    __table_args__ = (
        Index(
            "ix_name_token_trigrams",
            "token",
            postgresql_using="gin",
            postgresql_ops={"token": "ext.gin_trgm_ops"},
        ),
        Index("ix_name_token_beginning", "token", postgresql_ops={"token": "text_pattern_ops"}),
    )
    token: Mapped[str] = mapped_column(primary_key=True)


class NameAlias(Base):
    """Spellings of the same name (Siobhan, Shivaun); loaded from the name lists in resources."""

    __tablename__ = "name_alias"
    token: Mapped[str] = mapped_column(primary_key=True)
    same_as: Mapped[str] = mapped_column(primary_key=True)


class Address(Base):
    """A place that may be known to everybody who reads the file."""

    __tablename__ = "address"
    __table_args__ = (
        Index("ix_address_lines_sort", "lines_sort", postgresql_ops={"lines_sort": "text_pattern_ops"}),
        Index(
            "ix_address_lines_part",
            "lines_sort",
            postgresql_using="gin",
            postgresql_ops={"lines_sort": "ext.gin_trgm_ops"},
        ),
        Index("ix_address_postcode_sort", "postcode_sort", postgresql_ops={"postcode_sort": "text_pattern_ops"}),
    )
    address_id: Mapped[RandomKey]
    lines: Mapped[str]
    lines_sort: Mapped[str | None] = mapped_column(
        Computed("lower(regexp_replace(lines, '[^[:alnum:]]+', ' ', 'g'))", persisted=True)
    )
    postcode: Mapped[Words] = mapped_column(index=True)
    postcode_sort: Mapped[str | None] = mapped_column(
        Computed("lower(regexp_replace(postcode, '[^[:alnum:]]+', '', 'g'))", persisted=True)
    )
    uprn: Mapped[str | None]
    recorded_by: Mapped[StaffRef]
    recorded_at: Mapped[Now]


class Residence(Base):
    """Who lived where, from when to when."""

    __tablename__ = "residence"
    __table_args__ = (_replaces("residence"),)
    residence_id: Mapped[RandomKey]
    person_id: Mapped[PersonRef] = mapped_column(index=True)
    address_id: Mapped[UUID] = mapped_column(ForeignKey("core.address.address_id"), index=True)
    kind: Mapped[str] = mapped_column(server_default="home")
    from_on: Mapped[date | None]
    from_words: Mapped[Words]
    to_on: Mapped[date | None]
    to_words: Mapped[Words]
    how_known: Mapped[Words]
    replaces: Mapped[UUID | None] = mapped_column(ForeignKey("core.residence.residence_id"))
    recorded_by: Mapped[StaffRef]
    recorded_at: Mapped[Now]


class ContactDetail(Base):
    """A telephone number or an e-mail address that may be known."""

    __tablename__ = "contact_detail"
    __table_args__ = (
        Index("ix_contact_detail_value_sort", "value_sort", postgresql_ops={"value_sort": "text_pattern_ops"}),
        _replaces("contact_detail"),
    )
    contact_detail_id: Mapped[RandomKey]
    person_id: Mapped[PersonRef] = mapped_column(index=True)
    kind: Mapped[str]
    value: Mapped[str]
    value_sort: Mapped[str | None] = mapped_column(
        Computed(
            "case when strpos(value, '@') > 0 then lower(regexp_replace(value, '[[:space:]]+', '', 'g'))"
            " else regexp_replace(regexp_replace(value, '^[[:space:]]*([+]|00)44[[:space:]]*([(]0[)])?', '0'),"
            " '[^0-9]+', '', 'g') end",
            persisted=True,
        )
    )
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    how_known: Mapped[Words]
    replaces: Mapped[UUID | None] = mapped_column(ForeignKey("core.contact_detail.contact_detail_id"))
    recorded_by: Mapped[StaffRef]
    recorded_at: Mapped[Now]


class ConfidentialDetail(Base):
    """An address, telephone, e-mail, school, placement … that somebody must not learn.

    `hidden_from` lists persons; empty means everybody outside the service. The statement of why is shown beside it.
    `child_id` is in whose file it was recorded: of a person without a file of their own, that file holds it.
    """

    __tablename__ = "confidential_detail"
    confidential_detail_id: Mapped[RandomKey]
    person_id: Mapped[PersonRef] = mapped_column(index=True)
    kind: Mapped[str]
    value: Mapped[str]
    postcode: Mapped[Words]
    hidden_from: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), server_default="{}")
    why: Mapped[str]
    from_on: Mapped[date | None]
    to_on: Mapped[date | None]
    child_id: Mapped[UUID | None] = mapped_column(ForeignKey("core.file.child_id"))
    recorded_by: Mapped[StaffRef]
    recorded_at: Mapped[Now]


class Relationship(Base):
    """`person_id` is `kind` of `other_id` ("mother" of the child), with parental responsibility and how acquired."""

    __tablename__ = "relationship"
    __table_args__ = (CheckConstraint("person_id <> other_id", name="two_people"), _replaces("relationship"))
    relationship_id: Mapped[RandomKey]
    person_id: Mapped[PersonRef] = mapped_column(index=True)
    other_id: Mapped[PersonRef] = mapped_column(index=True)
    kind: Mapped[str]
    parental_responsibility: Mapped[Flag]
    responsibility_how: Mapped[Words]
    certain: Mapped[bool] = mapped_column(server_default="true")
    same_household: Mapped[Flag]
    from_on: Mapped[date | None]
    from_words: Mapped[Words]
    to_on: Mapped[date | None]
    to_words: Mapped[Words]
    source_entry: Mapped[UUID | None] = mapped_column(ForeignKey("core.entry.entry_id"))
    replaces: Mapped[UUID | None] = mapped_column(ForeignKey("core.relationship.relationship_id"))
    how_known: Mapped[Words]
    recorded_by: Mapped[StaffRef]
    recorded_at: Mapped[Now]


class WarningNote(Base):
    """A warning on a person or an address, shown on every child connected, until its review date is answered."""

    __tablename__ = "warning"
    __table_args__ = (
        CheckConstraint("num_nonnulls(person_id, address_id) = 1", name="on_one"),
        _replaces("warning"),
    )
    warning_id: Mapped[RandomKey]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("core.person.person_id"), index=True)
    address_id: Mapped[UUID | None] = mapped_column(ForeignKey("core.address.address_id"), index=True)
    kind: Mapped[str]
    text: Mapped[str]
    review_on: Mapped[date]
    ended_at: Mapped[date | None]
    source_entry: Mapped[UUID | None] = mapped_column(ForeignKey("core.entry.entry_id"))
    how_known: Mapped[Words]
    replaces: Mapped[UUID | None] = mapped_column(ForeignKey("core.warning.warning_id"))
    recorded_by: Mapped[StaffRef]
    recorded_at: Mapped[Now]


class PersonChange(Base):
    """A corrected fact of a person (birth, sex, number): what stood, what stands, and how we know. Append-only."""

    __tablename__ = "person_change"
    change_id: Mapped[ClientKey]
    person_id: Mapped[PersonRef] = mapped_column(index=True)
    field: Mapped[str]
    before: Mapped[Words]
    after: Mapped[Words]
    how_known: Mapped[str]
    source_entry: Mapped[UUID | None] = mapped_column(ForeignKey("core.entry.entry_id"))
    changed_by: Mapped[StaffRef]
    changed_at: Mapped[Now]


class PersonMerge(Base):
    """A proposal that two people are one; a manager decides. `gone_id` then stands for `kept_id` everywhere."""

    __tablename__ = "person_merge"
    __table_args__ = (
        CheckConstraint("kept_id <> gone_id", name="two_people"),
        CheckConstraint("decision in ('', 'merged', 'distinct')", name="decision"),
    )
    merge_id: Mapped[ClientKey]
    kept_id: Mapped[PersonRef] = mapped_column(index=True)
    gone_id: Mapped[PersonRef] = mapped_column(index=True)
    why: Mapped[str]
    proposed_by: Mapped[StaffRef]
    proposed_at: Mapped[Now]
    decision: Mapped[Words]
    decided_why: Mapped[Words]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("core.staff.staff_id"))
    decided_at: Mapped[datetime | None]


class Photograph(Base):
    """A child's photograph as a small PNG; the newest is shown, an empty one takes it away. Append-only."""

    __tablename__ = "photograph"
    photograph_id: Mapped[ClientKey]
    person_id: Mapped[PersonRef] = mapped_column(index=True)
    content: Mapped[bytes]
    taken_on: Mapped[date | None]
    added_by: Mapped[StaffRef]
    added_at: Mapped[Now]
