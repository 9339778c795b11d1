"""A child impact report for the tests and the bench: a short one that reads like the work, and long ones from a seed.

All people, places and events are invented.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from io import BytesIO
from typing import Any
from uuid import UUID

from reportlab.pdfgen.canvas import Canvas

from db.domain.people import ChildsPeople, Person, Relationship
from desktop.reporting.family import Family, family_at
from desktop.reporting.report import CitedEntry, Exhibit, ReportSection, Voice, WrittenReport
from tests.desktop.reporting.sample import _WORDS

_TRUTH = """
I confirm that I have made clear which facts and matters referred to in this report are within my own knowledge and \
which are not. Those that are within my own knowledge I confirm to be true. The opinions I have expressed represent \
my true and complete professional opinions on the matters to which they refer.

I understand that proceedings for contempt of court may be brought against anyone who makes, or causes to be made, a \
false statement in a document verified by a statement of truth without an honest belief in its truth.
"""

_ENTRIES = (
    (
        "14 October 2025, about 22:40",
        "Police called to the home after shouting was heard",
        "Police report, PC 2231",
        "",
    ),
    ("3 December 2025", "Mr Hallam left the family home", "Told by Ms Okafor, mother", ""),
    (
        "15 January 2026",
        "Grace reluctant to go into school after a weekend away",
        "Told by Ms Patel, class teacher",
        "",
    ),
    ("9 February 2026", "Attendance for the autumn term: Grace 81%, Samuel 94%", "School", "Exhibit RA1, page 2"),
    ("26 February 2026", "Handover at the library went calmly", "Seen by Mrs Dhillon, family support", ""),
    ("12 March 2026", "Grace and Samuel each seen alone at school", "Seen and heard by the author", ""),
)


def cited() -> tuple[CitedEntry, ...]:
    """The entries that the short report cites."""
    return tuple(CitedEntry(number, *words) for number, words in enumerate(_ENTRIES, 1))


def _cite(number: int) -> str:
    day, _what, source, _reference = _ENTRIES[number - 1]
    return f"[C{number}: {day}, {source[0].lower()}{source[1:]}]"


def sections() -> tuple[ReportSection, ...]:
    """The sections of the short report: two children, each apart."""
    return (
        ReportSection(
            "request", "What the court has asked",
            (
                "On 2 March 2026 District Judge Ferreira directed a child impact report on Grace and Samuel, so that "
                "the court can decide at the hearing on 20 April 2026 what further enquiry, if any, is needed before "
                "it considers with whom the children should live and how they spend time with each parent.",
                "I have:\n- met Grace and Samuel, each alone, at their school on 12 March 2026\n"
                "- spoken with Ms Okafor on 9 March and with Mr Hallam on 10 March 2026\n"
                "- spoken with Ms Patel, Grace’s class teacher, and read the school’s summary (Exhibit RA1)\n"
                "- read the police disclosure and the safeguarding checks dated 24 February 2026",
                "I have not met the children with either parent. Mr Hallam’s general practitioner had not answered my "
                "request by the day of this report.",
            ),
        ),
        ReportSection(
            "background", "What has happened",
            (
                "Ms Okafor and Mr Hallam lived together from 2014. Grace was born in May 2017 and Samuel in August "
                "2020. Both parents hold parental responsibility.",
                "On the evening of 14 October 2025 neighbours called the police. The officers found Ms Okafor in the "
                "kitchen with a red mark on her wrist and Mr Hallam in the garden; both said that there had been an "
                f"argument about money. The children were upstairs. Grace was awake. {_cite(1)} Mr Hallam accepts that "
                "he shouted and that he took hold of Ms Okafor’s arm; he says that he has not done so before or since. "
                "Ms Okafor says that there were three earlier occasions, which she did not report.",
                f"Mr Hallam moved to his sister’s home on 3 December 2025. {_cite(2)} Since then the children have "
                "stayed with their mother during the week and with their father on alternate weekends. Since February "
                f"handovers take place at the library, where Mrs Dhillon has seen them go calmly. {_cite(5)}",
            ),
            Voice.FACT,
        ),
        ReportSection("impact", "The children", (), Voice.PLAIN),
        ReportSection(
            "grace-says", "Grace, aged 8: what she says and what others see",
            (
                f"I met Grace alone in the school library for forty minutes. {_cite(6)} She chose to draw while we "
                "talked. She said: “I can hear it through the floor when they argue. I put the pillow on and I sing "
                "so Samuel doesn’t hear.” She said that it is quieter now.",
                "Grace wants to live with her mother and to see her father “every weekend but not sleep, because I "
                "don’t know where my things are there”. She would like somebody to tell her before plans change.",
                f"Ms Patel noticed that Grace was reluctant to go into school after weekends away {_cite(3)}, and that "
                "her attendance fell during the autumn term to 81% from 96% in the year before. "
                f"{_cite(4)} It has been 95% since the middle of January.",
            ),
            Voice.FACT, 2,
        ),
        ReportSection(
            "grace-impact", "Grace: what this has meant for her",
            (
                "Grace has taken it upon herself to protect her brother. That is a heavy task for a child of eight, "
                "and her fall in attendance came in the weeks when arguments at home were at their most frequent. "
                "Her recovery since January suggests that it is the conflict, rather than the separation, that has "
                "weighed upon her.",
                "Her wish not to stay overnight is, in my view, about not knowing what to expect. I would give it "
                "considerable weight for the present: she gave her reason freely, it is consistent with what she told "
                f"Ms Patel {_cite(3)}, and it can be met by small, practical steps such as a drawer of her own.",
            ),
            Voice.ANALYSIS, 2,
        ),
        ReportSection(
            "samuel-says", "Samuel, aged 5: what he says and what others see",
            (
                f"Samuel showed me his reading book and talked about a dog that he would like to have. {_cite(6)} "
                "Asked what is good at Mum’s, he said “my bed”; asked what is good at Dad’s, he said “pancakes and "
                "Auntie Jo”. He did not speak of arguments and I did not press him.",
                "His teachers describe a settled boy who makes friends easily. His attendance was 94% in the autumn "
                f"term. {_cite(4)}",
            ),
            Voice.FACT, 2,
        ),
        ReportSection(
            "samuel-impact", "Samuel: what this has meant for him",
            (
                "Samuel has been shielded to a large extent, and partly by his sister. He enjoys his time with each "
                "parent. At his age the risk lies less in what he remembers than in the arguments beginning again "
                "at handovers; the present arrangement at the library avoids that.",
            ),
            Voice.ANALYSIS, 2,
        ),
        ReportSection(
            "risk", "Harm, and risk of harm",
            (
                "The account of 14 October 2025 is not in dispute in its main part. The three earlier occasions are. "
                "If they happened, they would change my view of what is safe: an isolated incident under the strain "
                "of a separation calls for a different answer from a pattern of behaviour.",
                "I do not consider that the children are at immediate risk under the present arrangement, because:\n"
                "- the parents do not meet at handovers\n"
                "- both have kept to the arrangement since it began\n"
                "- the school knows whom to tell if Grace’s attendance falls again",
            ),
            Voice.ANALYSIS,
        ),
        ReportSection(
            "advice", "What I recommend",
            (
                "That the court consider whether it needs to decide on the three earlier occasions before it makes a "
                "final order. If it does, I ask that it direct statements from both parents limited to them.",
                "That until then Grace and Samuel continue to live with their mother, and spend time with their "
                "father on alternate Saturdays and Sundays from 10:00 to 17:00, with handovers at the library.",
                "That overnight stays be considered again after eight weeks, when Grace has seen her father’s home by "
                "day and knows where she would sleep.",
                "That somebody whom both parents accept tell the children, together and in plain words, what the "
                "court has decided.",
            ),
        ),
    )  # fmt: skip


@cache
def family() -> Family:
    """Two children, their parents, and those around them."""
    people: list[Person] = []
    ties: list[Relationship] = []

    def person(name: str, sex: str, born: date | None) -> UUID:
        made = UUID(int=len(people) + 1)
        people.append(Person(made, 1, name, sex=sex, born_earliest=born, born_latest=born))
        return made

    def tie(one: UUID, kind: str, other: UUID, **facts: object) -> None:
        ties.append(Relationship(UUID(int=1000 + len(ties)), one, other, kind, **facts))  # type: ignore[arg-type]

    grace = person("Grace Hallam", "F", date(2017, 5, 2))
    samuel = person("Samuel Hallam", "M", date(2020, 8, 19))
    mother = person("Ngozi Okafor", "F", date(1989, 3, 3))
    father = person("Peter Hallam", "M", date(1987, 11, 12))
    aunt = person("Joanne Hallam", "F", date(1984, 1, 30))
    grandmother = person("Ifeoma Okafor", "F", date(1961, 6, 6))
    for child in (grace, samuel):
        tie(mother, "mother", child, same_household=True, parental_responsibility=True)
        tie(father, "father", child, parental_responsibility=True)
    tie(samuel, "brother", grace, same_household=True)
    tie(father, "ex-partner", mother)
    tie(aunt, "sister", father)
    tie(grandmother, "mother", mother)
    return family_at(ChildsPeople(grace, tuple(people), tuple(ties)), date(2026, 3, 16))


def foreign_pdf(pages: int = 2, size: tuple[float, float] = (595, 842), words: str = "Attendance summary") -> bytes:
    """A paper from elsewhere, made by another program."""
    out = BytesIO()
    canvas: Any = Canvas(out, pagesize=size)
    canvas.setTitle("Secret working title")
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(60, size[1] - 80, f"{words}, page {number}")
        canvas.setFont("Helvetica", 12)
        for row, line in enumerate(("Autumn term 2025", "Grace: 61 of 75 sessions", "Samuel: 70 of 75 sessions")):
            canvas.drawString(60, size[1] - 120 - row * 20, line)
        canvas.rect(50, 50, size[0] - 100, size[1] - 100)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def short_written(**changes: Any) -> WrittenReport:
    """A child impact report of some eight pages that uses every part of the page."""
    report = WrittenReport(
        case_number="ZC26P00417",
        court="Family Court at Fernshire",
        children=(("Grace Hallam", "2 May 2017"), ("Samuel Hallam", "19 August 2020")),
        reference="26-0417",
        authority="Fernshire Children and Family Court Service",
        author="Ruth Abernethy",
        author_role="family court adviser",
        prepared_on=date(2026, 3, 16),
        record_as_at=datetime(2026, 3, 16, 9, 30),
        version="3",
        title="Child impact report",
        sections=sections(),
        cited=cited(),
        audit_seq=48213,
        audit_head="9f2c" * 16,
        statement=_TRUTH.strip(),
        family=family(),
        exhibits=(Exhibit("RA1", "Attendance summary, Marlow Road Primary School", foreign_pdf()),),
        section_letter="E",
        first_page=12,
    )
    return replace(report, **changes)


def long_written(paragraphs: int, words: int = 90, seed: int = 7) -> WrittenReport:
    """A report of so many paragraphs, one in three with a citation, a section to every twelve."""
    pick = random.Random(seed)  # noqa: S311 (words for a test, not a secret)
    entries = tuple(
        CitedEntry(number, f"{pick.randint(1, 28)} March {2010 + number % 16}", "Home visit", "Seen by the author", "")
        for number in range(1, paragraphs // 6 + 2)
    )
    parts = []
    for first in range(0, paragraphs, 12):
        texts = []
        for number in range(first, min(first + 12, paragraphs)):
            text = " ".join(pick.choices(_WORDS, k=words)).capitalize() + "."
            if number % 3 == 0:
                entry = pick.choice(entries)
                text += f" [C{entry.number}: {entry.date}, seen by the author]"
            texts.append(text)
        voice = Voice.ANALYSIS if first // 12 % 2 else Voice.FACT
        parts.append(ReportSection(f"part-{first}", f"Part {first // 12 + 1}", tuple(texts), voice))
    return short_written(sections=tuple(parts), cited=entries, family=None, exhibits=())
