"""The words of the work for people, their roles, the agencies they come from and the places of visits.

Why apart: they are lists that grow with use, and several readers of the quick line need the same ones.
"""

import re

from db.domain.date_atoms import MONTH
from db.domain.date_relative import WEEKDAY, YESTERDAY

FAMILY = (
    r"(?:mum(?:my)?|mam|mother|dad(?:dy)?|father|step-?(?:mum|dad|mother|father)|nan(?:na|ny)?|gran(?:ny|dma|dad|dpa)?"
    r"|grand(?:mother|father|parents?)|parents?|aunt(?:y|ie)?|uncle|sib(?:ling)?s?|brothers?|sisters?|cousin|partner"
    r"|boyfriend|girlfriend|family|mgm|pgm|mgf|pgf)"
)
ROLE = (
    r"(?:head ?teacher|teacher|teaching assistant|ta|dsl|senco|school nurse|school|nursery(?: (?:nurse|manager))?"
    r"|key ?worker|support worker|family worker|youth worker|social worker|team manager|health visitor|hv|midwife|gp"
    r"|nurse|paediatrician|consultant|doctor|dentist|hospital|police officer|police|housing officer|housing"
    r"|probation officer|probation|foster carers?|carers?|residential worker|guardian|solicitor|iro|edt|duty"
    r"|(?:attendance|education welfare|welfare|safeguarding|pastoral) (?:officer|lead|manager)|ewo|head of year"
    r"|receptionist|neighbour|landlord|placement|contact supervisor|cafcass|advocate)"
)
_BEFORE_ROLE = (
    r"(?:(?:the|his|her|their|my|our|a|an|maternal|paternal|birth|foster|class|form|head|deputy|assistant|designated"
    r"|safeguarding|senior|community|specialist|school|nursery|duty|consultant|allocated|previous|year|[0-9]{1,2})"
    r"[ -])"
)
_RANK = r"(?:pc|dc|ps|ds|di|dci|sgt|insp)\b\.?"
_TITLE = rf"(?:mrs?|ms|miss|mx|dr|prof|sister|cllr|rev|{_RANK})\b\.?"
_NUMBER = rf"(?: [0-9]{{2,6}}\b(?!\s*(?:[/:.]\s*[0-9]|[ap]\.?m\b|(?:st|nd|rd|th)\b|{MONTH}\b)))?"
_NO_NAME = (
    rf"(?!(?:{WEEKDAY}|january|february|march|april|may|june|july|august|september|october|november|december"
    rf"|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|today|{YESTERDAY}|he|she|they|we|it|i|no|the|this|that|there)\b)"
)
_NO_ROLE = rf"(?!{ROLE}\b){_NO_NAME}"
NAME = rf"{_NO_NAME}(?-i:[A-Z][\w'-]*[a-z](?!\w)(?: (?:{_NO_NAME}[A-Z][\w'-]*[a-z])(?!\w)){{0,2}})"
_NEXT_NAME = rf" (?:(?-i:[A-Z]\.?) )?{_NO_NAME}(?-i:[A-Z](?:['-]?\w)*[a-z])(?<!'s)(?![\w'-])"
PERSON = (
    rf"(?:{_RANK} [\w'-]+(?: {_NO_ROLE}(?-i:[A-Z])[\w'-]+)?{_NUMBER}"
    rf"|{_TITLE} [\w'-]+(?: {_NO_ROLE}(?-i:[A-Z])[\w'-]+)?"
    rf"|{_BEFORE_ROLE}{{0,3}}(?:{FAMILY}|{ROLE})\b(?!'s|-)(?:{_NEXT_NAME}){{0,3}}"
    rf"|{NAME}(?!'s))"
)
KNOWN_PERSON = rf"(?:{_TITLE} [\w'-]+|\b(?:{FAMILY}|{ROLE})\b(?!'s))"
FULL_ROLE = rf"(?:{_BEFORE_ROLE}{{0,3}}(?:{ROLE}|{FAMILY})\b(?!'s))"
_ENDS_ROLE = (
    r"(?=\s*(?:[,:;.\n\u2013\u2014-]|$|[0-9]|(?:on|that|dated|re|today|this|last|said|says)\b"
    rf"|(?:{WEEKDAY}|{YESTERDAY})\b))"
)
AFTER_NAME = (
    rf"(?:(?:,\s*|\s+(?!{FAMILY}\b))(?P<role>{FULL_ROLE}){_ENDS_ROLE}|\s*\((?P<bracket>[^()\n\u0001]{{1,60}})\))?"
)
PLACE = (
    r"(?:(?:the |his |her |their |my |our )?(?:maternal |paternal )?(?:foster )?"
    r"(?:home|school|nursery|hospital|placement|office|family (?:hub|centre)|contact centre|children's centre|court"
    r"|police station|surgery|clinic|refuge|library|park|college|gp surgery"
    rf"|{FAMILY}'s(?: (?:house|home|flat))?|carer'?s'?(?: (?:house|home))?|(?-i:[A-Z])[\w-]+'s))(?![\w'])"
)

_AGENCIES = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), code)
    for words, code in (
        (FAMILY, "family"),
        (
            r"school(?! nurse)|class teacher|head ?teacher|teacher|dsl|senco|teaching assistant|head of year"
            r"|(?:attendance|education welfare) officer|ewo",
            "school",
        ),
        (r"nursery", "nursery"),
        (r"police|pc|dc|ps|ds|di|dci|sgt|merlin|ppn|101 notification", "police"),
        (r"hospital|a&e|ward|paediatrician", "hospital"),
        (r"gp", "gp"),
        (r"health visitor|hv", "health_visitor"),
        (r"housing(?: officer)?", "housing"),
        (r"probation(?: officer)?", "probation"),
        (r"social worker|edt|iro|team manager", "council"),
        (r"neighbour", "member_of_public"),
    )
)


def agency_of(words: str) -> str:
    """The code of the one agency that the words name, "" when they name none or several."""
    codes = {code for pattern, code in _AGENCIES if pattern.search(words)}
    return codes.pop() if len(codes) == 1 else ""
