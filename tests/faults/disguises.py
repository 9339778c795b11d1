"""The disguises in which a hidden detail stands in a text, and texts in which much looks like one and is none."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

_SENTENCES = (
    "The family support worker visited on 12 May 2026 at 14:30 and both children were seen alone.",
    "Police were called to the home at about 22:40 (log 1187 of 14/10/2026) and nobody was hurt.",
    "At paragraph 14 of her statement the mother says she did not want the visit to end.",
    "The court made an interim care order on 3 March 2026 and listed the matter for 17 June at 10:30.",
    "Will said \u201cI was not even scared\u201d; he hopes that Grace and Faith will come for tea at Easter.",
    "A close friend of the family drives the children; the way home is long, and the park is near.",
    "Dr Patel of the Royal Infirmary saw the child for 25 minutes and found a bruise of 2 cm by 1 cm.",
    "Mrs Hollings, the head teacher, wrote that attendance was 92.4% in the autumn term of 2025-26.",
    "The health visitor weighed the baby: 6.2 kg, on the 25th centile, up from 5.9 kg four weeks earlier.",
    "See the bundle at C114 to C121, and the order of HHJ Marsden of 9 January 2026 at A12.",
    "The grandmother, who is 61, offered a home; her viability assessment was negative on 21/11/2025.",
    "It was a place of safety. She came first, and he was in the second car behind the school bus.",
    "In the high court on 4 May 2026 the local authority relied on the threshold document dated 2 May 2026.",
    "NHS number 943 476 5919, unique pupil number H801200001001, case number ZW26C50123.",
)
_DECOYS = (
    "The father lives at 41 Cavendish Walk, Bradford BD7 1QP, and works at the bus station.",
    "Referrals go to the front door on 0300 123 4455 or frontdoor@council.example before 17:00.",
    "A silver car, KN67 VUT, was parked outside 7 Elder Rise when the officer arrived.",
    "He attends Moorside Junior School and is registered with the Parkview Practice in Halifax HX1 5TR.",
    "The contact note of 6 June names Mr T Osgood and Ms R Fairweather of 2 Chapel Yard.",
    "The solicitor is at 15 High Street, Wakefield WF1 2AA, telephone 01924 555 812.",
    "The flat at number 3 was empty; a neighbour in flat 12 said that they had moved out in April.",
)
_SHORTER = {
    "Road": "Rd", "Street": "St", "Avenue": "Ave", "Lane": "Ln", "Close": "Cl", "Crescent": "Cres", "Court": "Ct",
    "Grove": "Gr", "Gardens": "Gdns", "Terrace": "Terr", "Saint": "St", "Great": "Gt", "Flat": "Apt", "Second": "2nd",
    "Meadows": "Mdws", "Primary": "Pri", "School": "Sch", "Academy": "Acad", "Centre": "Ctr", "Medical": "Med",
    "Cottage": "Cott", "Farm": "Fm",
}  # fmt: skip
_HYPHEN, _SOFT, _NOTHING, _JOINER = "\u2010", "\u00ad", "\u200b", "\u2060"
_Way = Callable[[str, random.Random], str]


def _hyphenated(text: str, rng: random.Random) -> str:
    """Parts the longest word at the end of a line."""
    longest = max(re.findall(r"\w+", text), key=len)
    cut = max(len(longest) // 2, 1)
    return text.replace(longest, f"{longest[:cut]}{rng.choice(('-', _HYPHEN, _SOFT))}\n{longest[cut:]}", 1)


def _alike(text: str, _rng: random.Random) -> str:
    for true, false in (("0", "O"), ("1", "l"), ("O", "0"), ("I", "1"), ("L", "1")):
        if true in text[2:]:
            return text[:2] + text[2:].replace(true, false, 1)
    return text.replace("O", "0").replace("L", "1")


def _wide(text: str, _rng: random.Random) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def _shortened(text: str, rng: random.Random) -> str:
    dot = rng.choice(("", "."))
    return re.sub(r"\w+", lambda word: _SHORTER[word[0]] + dot if word[0] in _SHORTER else word[0], text)


def _plain_letters(text: str, _rng: random.Random) -> str:
    plain = text.replace("Ł", "L").replace("ł", "l")
    return "".join(char for char in unicodedata.normalize("NFD", plain) if not unicodedata.combining(char))


def _apart(text: str, _rng: random.Random) -> str:
    return unicodedata.normalize("NFD", text)


def _initial(text: str, rng: random.Random) -> str:
    given, family = text.split(" ", 1)
    return f"{given[0]}{rng.choice(('.', '. ', ' '))}{family}".replace(given[0] + family, f"{given[0]} {family}")


def _spread(text: str, _rng: random.Random) -> str:
    return " ".join(text.replace(" ", "  "))


_ANY: dict[str, _Way] = {
    "as recorded": lambda text, _: text,
    "in capitals": lambda text, _: text.upper(),
    "over a line end": lambda text, _: text.replace(" ", "\n", 1) if " " in text else _hyphenated(text, _),
    "parted at a line end": _hyphenated,
    "with soft hyphens": lambda text, _: re.sub(r"(\w{3})(?=\w)", rf"\1{_SOFT}", text),
    "with invisible characters": lambda text, rng: rng.choice((_NOTHING, _JOINER, "\ufeff")).join(text),
    "in wide letters": _wide,
    "with many spaces": lambda text, _: text.replace(" ", " \u00a0 \t "),
}
_SMALL: dict[str, _Way] = {"in small letters": lambda text, _: text.lower()}
_PLACE: dict[str, _Way] = {
    "shortened": _shortened,
    "shortened, in small letters": lambda text, rng: _shortened(text, rng).lower(),
    "another apostrophe": lambda text, _: text.replace("'", "\u2019"),
    "no apostrophe": lambda text, _: text.replace("'", ""),
    "Saint in full": lambda text, _: re.sub(r"\bSt\b(?= \w)", "Saint", text),
}
_STREET: dict[str, _Way] = {
    "without the town": lambda text, _: text.rsplit(",", 1)[0],
    "without spaces": lambda text, _: text.rsplit(",", 1)[0].replace(" ", ""),
    "a comma after the number": lambda text, _: re.sub(r"(\d+) (?=[A-Z])", r"\1, ", text.rsplit(",", 1)[0]),
    "No. before it": lambda text, _: "No. " + re.sub(r"^Flat \d+, ", "", text),
    "the number after it": lambda text, _: re.sub(r"^(?:Flat \d+, )?(\d+) ([^,]+).*", r"\2 \1", text),
    "in two cells": lambda text, _: re.sub(r"(\d+) (?=[A-Z])", "\\1\t| ", text),
    "over two pages": lambda text, _: (
        text.rsplit(",", 1)[0].rsplit(" ", 1)[0] + "\f" + text.rsplit(",", 1)[0].rsplit(" ", 1)[1]
    ),
    "the street alone": lambda text, _: re.sub(r"^(?:Flat \d+, )?\d+ ([^,]+).*", r"\1", text),
}
_POSTCODE: dict[str, _Way] = {
    "postcode alone": lambda text, _: text,
    "postcode without a space": lambda text, _: text.replace(" ", ""),
    "postcode in small letters": lambda text, _: text.lower(),
    "postcode with look-alikes": _alike,
    "postcode, letter by letter": _spread,
    "postcode in brackets with a dash": lambda text, _: "(" + text.replace(" ", "-") + ")",
}
_TELEPHONE: dict[str, _Way] = {
    "without spaces": lambda text, _: text.replace(" ", ""),
    "with dashes": lambda text, _: text.replace(" ", "-"),
    "with dots": lambda text, _: text.replace(" ", "."),
    "in brackets": lambda text, _: f"({text.split(' ', 1)[0]}) {text.split(' ', 1)[1]}",
    "with +44": lambda text, _: "+44 " + text[1:],
    "with +44 (0)": lambda text, _: "+44 (0)" + text[1:],
    "with 0044": lambda text, _: "0044" + text[1:].replace(" ", ""),
    "in pairs": lambda text, _: " ".join(re.findall("..?", text.replace(" ", ""))),
    "with the letter O": lambda text, _: text.replace("0", "O"),
    "stuck to its label": lambda text, _: "Tel:" + text,
}
_MAIL: dict[str, _Way] = {
    "with (at) and [dot]": lambda text, _: text.replace("@", " (at) ").replace(".", " [dot] "),
    "with at and dot at the end only": lambda text, _: (
        text.split("@")[0] + " at " + text.split("@")[1].replace(".", " dot ")
    ),
    "with spaces": lambda text, _: text.replace("@", " @ ").replace(".", " . "),
    "as a link": lambda text, _: f"<mailto:{text}>",
}
_VEHICLE: dict[str, _Way] = {
    "without a space": lambda text, _: text[-8:].replace(" ", ""),
    "with a dash, in small letters": lambda text, _: text[-8:].replace(" ", "-").lower(),
    "with look-alikes": lambda text, rng: _alike(text[-8:], rng),
}
_INSTITUTION: dict[str, _Way] = {
    "of its": lambda text, _: f"{text}\u2019s",
    "without its last word": lambda text, _: text.rsplit(" ", 1)[0],
}
_NAME: dict[str, _Way] = {
    "family name first": lambda text, _: ", ".join(reversed(text.split(" ", 1))),
    "family name first, in capitals": lambda text, _: ", ".join(reversed(text.split(" ", 1))).upper(),
    "possessive": lambda text, _: f"{text}\u2019s",
    "without accents": _plain_letters,
    "accents as characters of their own": _apart,
    "another apostrophe": lambda text, _: text.replace("\u2019", "'").replace("'", "\u02bc"),
    "no apostrophe or hyphen": lambda text, _: re.sub("['\u2019-]", "", text),
    "a hyphen as a space": lambda text, _: text.replace("-", " "),
    "an initial": _initial,
}
_GROWN: dict[str, _Way] = {
    "with a title": lambda text, rng: f"{rng.choice(('Mrs', 'Mr', 'Ms'))} {text.split(' ', 1)[1]}",
}
DISGUISES: dict[str, dict[str, _Way]] = {
    "address": _ANY | _SMALL | _PLACE | _STREET | _POSTCODE,
    "telephone": _ANY | _TELEPHONE,
    "e-mail": _ANY | _SMALL | _MAIL,
    "vehicle": _ANY | _SMALL | _VEHICLE,
    "school": _ANY | _SMALL | _PLACE | _INSTITUTION,
    "nursery": _ANY | _SMALL | _PLACE | _INSTITUTION,
    "gp": _ANY | _SMALL | _PLACE | _INSTITUTION,
    "venue": _ANY | _SMALL | _PLACE,
    "placement": _ANY | _SMALL | {"shortened": _shortened, "without the town": lambda text, _: text.rsplit(",", 1)[0]},
    "carer": _ANY | _SMALL | _NAME | _GROWN,
    "party": _ANY | _SMALL | _NAME | _GROWN,
    "child": _ANY | _SMALL | _NAME | {"the first name alone": lambda text, _: text.split(" ", 1)[0]},
}


def disguised(kind: str, name: str, value: str, postcode: str, rng: random.Random) -> str:
    """A hidden thing as it stands in the text."""
    return DISGUISES[kind][name](postcode if name in _POSTCODE else value, rng)


def kinds_shown(kind: str) -> tuple[str, ...]:
    """The kinds under which a thing may rightly be found."""
    return (kind, "carer") if kind == "placement" else (kind,)


def shortened(text: str, rng: random.Random) -> str:
    """An address with its usual abbreviations."""
    return _shortened(text, rng)


def near_miss(kind: str, value: str, postcode: str) -> str:
    """A sentence with something that is nearly the hidden thing: the next house, number or place, or a namesake."""
    first, last = value.split(" ", 1)[0], value.rsplit(" ", 1)[-1]
    if kind == "address":
        street = re.sub(r"^(?:Flat \d+, )?\d+ ([^,]+).*", r"\1", value)
        return f"The bus was hit in {street}, by number 314; the driver is of {postcode[:-1]}C."
    if kind in ("telephone", "vehicle"):
        return f"They rang or wrote down {value[:-1]}{'7' if value[-1] != '7' else '3'} or {value[:-1]}W."
    if kind in ("carer", "party", "child"):
        return f"{first} Whitfield and Mr Norman {value.split(' ', 1)[1]} are no relations."
    if kind == "e-mail":
        return f"A mail came from x{value} and one to {value}x."
    return f"They walked over {first} Hill to the other {last}."


def clean_page(rng: random.Random, *more: str) -> str:
    """A page that holds nothing hidden, with these sentences in it."""
    lines = [" ".join(rng.choices(_SENTENCES + _DECOYS, k=3)) for _ in range(rng.randint(4, 9))]
    for sentence in more:
        lines.insert(rng.randint(0, len(lines)), sentence)
    return "\n".join(lines)


def page_with(said: str, rng: random.Random) -> str:
    """A page in which it stands inside a sentence."""
    before, after = rng.choice(
        (
            ("It was noted that ", " was mentioned."),
            ("(see ", ")"),
            ("", ", as we understand"),
            ("Contact: ", "; no reply."),
        )
    )
    return f"{clean_page(rng)}\n{before}{said}{after}\n{clean_page(rng)}"
