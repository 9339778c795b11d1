"""Checks a packed file (Excel and Word files are zip archives of XML) before anything in it is trusted.

Why: a few kilobytes can unpack to gigabytes, hide another archive, or make an XML reader fetch files and expand
entities. Every member is weighed by its declared size first and by its real size while it is unpacked.
"""

import io
import zipfile
import zlib
from typing import Final
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

import defusedxml.sax
from defusedxml.common import DefusedXmlException

from db.errors import Refused
from db.interchange.cells import DAMAGED

MOST_MEMBERS = 2_000
MOST_IN_A_MEMBER = 200 * 1024 * 1024
MOST_IN_ALL = 300 * 1024 * 1024
HIGHEST_RATIO = 200
_RATIO_MATTERS_ABOVE = 1024 * 1024
_MOST_ELEMENTS = 5_000_000
_DEEPEST = 200
_PACKED: Final = (b"PK\x03\x04", b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
_BOMB = "The file unpacks to far more than a chronology needs, so it was not opened. Save the table alone as CSV."
_NESTED = "The file holds another packed file inside it, so it was not opened. Save the table alone as CSV."
_PASSWORD = "The file is protected with a password. Save a copy without the password, then import that."  # noqa: S105


def check_packed(data: bytes) -> frozenset[str]:
    """The names of the members, once the archive has proved harmless; raises Refused with what to do."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _weigh(members)
            room = MOST_IN_ALL
            for member in members:
                room -= _check_member(archive, member, room)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        raise Refused(DAMAGED) from None
    return frozenset(member.filename for member in members)


def _weigh(members: list[zipfile.ZipInfo]) -> None:
    """By what the archive says about itself, before a byte is unpacked."""
    names = [member.filename for member in members]
    if len(names) > MOST_MEMBERS:
        raise Refused(f"The file is packed from more than {MOST_MEMBERS:,} parts, so it was not opened.")
    if len(set(names)) != len(names):
        raise Refused(DAMAGED)
    if any(member.flag_bits & 0x1 for member in members):
        raise Refused(_PASSWORD)
    for member in members:
        too_dense = member.file_size > max(1, member.compress_size) * HIGHEST_RATIO
        if member.file_size > MOST_IN_A_MEMBER or (too_dense and member.file_size > _RATIO_MATTERS_ABOVE):
            raise Refused(_BOMB)
    if sum(member.file_size for member in members) > MOST_IN_ALL:
        raise Refused(_BOMB)


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int) -> int:
    """Unpack one member with a limit, look at what it is, and return its real size in bytes."""
    if member.is_dir():
        return 0
    limit = min(MOST_IN_A_MEMBER, room)
    with archive.open(member) as stream:
        content = stream.read(limit + 1)
    if len(content) > limit:
        raise Refused(_BOMB)
    if content.startswith(_PACKED):
        raise Refused(_NESTED)
    if member.filename.lower().endswith((".xml", ".rels", ".vml")):
        _check_xml(content)
    return len(content)


class _Counter(ContentHandler):
    """Counts elements and depth, and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self._elements = self._depth = 0

    def startElement(self, name: str, attrs: object) -> None:  # noqa: ARG002, N802 - the reader's own signature
        self._elements += 1
        self._depth += 1
        if self._elements > _MOST_ELEMENTS or self._depth > _DEEPEST:
            raise Refused(_BOMB)

    def endElement(self, name: str) -> None:  # noqa: ARG002, N802 - the reader's own signature
        self._depth -= 1


def _check_xml(content: bytes) -> None:
    """No document type, no entities, no references outside, no absurd depth, whatever the encoding."""
    try:
        defusedxml.sax.parseString(content, _Counter(), forbid_dtd=True)
    except DefusedXmlException:
        raise Refused(
            "The file holds XML definitions or entities, which no office program writes there, so it was not opened."
        ) from None
    except SAXException:
        raise Refused(DAMAGED) from None
