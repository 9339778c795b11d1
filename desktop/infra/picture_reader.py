"""A stranger's picture, read in a process of its own: little memory, little time, and nothing but pixels comes out.

A picture can be made to break its decoder. So the window never decodes one: this process scales it and answers with
plain pixels, which the window can only show, or with a PNG that it wrote itself.
"""

from __future__ import annotations

import struct
import subprocess
import sys

from db.errors import Refused

MOST_BYTES = 20_000_000
ACROSS, DOWN = 360, 480
"""The largest photograph that is kept, in pixels."""
_SECONDS = 20
_NO = "This picture could not be read. Choose a PNG or JPEG picture of at most 20 million bytes."


def small_png(picture: bytes) -> bytes:
    """The picture scaled down, as a PNG of this program's own making; Refused if it cannot be read."""
    return _asked("png", picture)


def pixels(picture: bytes) -> tuple[int, int, bytes]:
    """Width, height and RGBA bytes of a picture; Refused if it cannot be read."""
    answer = _asked("pixels", picture)
    width, height = struct.unpack(">II", answer[:8])
    if len(answer) != 8 + width * height * 4 or width > ACROSS or height > DOWN:
        raise Refused(_NO)
    return width, height, answer[8:]


def _asked(what: str, picture: bytes) -> bytes:
    if not 0 < len(picture) <= MOST_BYTES:
        raise Refused(_NO)
    command = [sys.executable, "-P", "-m", "desktop.infra.picture_reader", what]
    try:
        done = subprocess.run(command, input=picture, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise Refused(_NO) from None
    if done.returncode != 0 or len(done.stdout) < 9:
        raise Refused(_NO)
    return done.stdout


def _answer(what: str) -> int:
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt  # noqa: PLC0415 (only in the reader)
    from PySide6.QtGui import QImage, QImageReader  # noqa: PLC0415

    picture = sys.stdin.buffer.read()
    kind = b"png" if picture.startswith(b"\x89PNG") else b"jpeg" if picture.startswith(b"\xff\xd8") else b""
    if not kind:
        return 1
    QImageReader.setAllocationLimit(256)
    QImageReader.supportedImageFormats()  # loads the decoders before the process is confined
    _confine()
    buffer = QBuffer()
    buffer.setData(QByteArray(picture))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.width() * size.height() > 100_000_000:
        return 1
    image = reader.read()
    if image.isNull():
        return 1
    if image.width() > ACROSS or image.height() > DOWN:
        scaling = Qt.TransformationMode.SmoothTransformation
        image = image.scaled(QSize(ACROSS, DOWN), Qt.AspectRatioMode.KeepAspectRatio, scaling)
    image = image.convertToFormat(QImage.Format.Format_RGBA8888)
    plain = QImage(image.constBits(), image.width(), image.height(), image.bytesPerLine(), image.format()).copy()
    if what == "png":
        out = QBuffer()
        out.open(QIODevice.OpenModeFlag.WriteOnly)
        plain.save(out, "PNG")  # type: ignore[call-overload]
        sys.stdout.buffer.write(bytes(out.data().data()))
        return 0
    lines = bytes(plain.constBits())
    across = plain.width() * 4
    rows = b"".join(lines[n * plain.bytesPerLine() : n * plain.bytesPerLine() + across] for n in range(plain.height()))
    sys.stdout.buffer.write(struct.pack(">II", plain.width(), plain.height()) + rows)
    return 0


def _confine() -> None:
    """From here on this process has little memory and time, and writes no file."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 (not on Windows, where the time limit alone holds)

        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))


if __name__ == "__main__":
    raise SystemExit(_answer(sys.argv[1]))
