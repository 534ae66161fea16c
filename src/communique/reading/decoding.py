"""From bytes to characters: byte-order marks, declared encodings, UTF-8, then a guess that says how sure it is."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from communique.model.errors import SourceError
from communique.model.reading import Source
from communique.reading.sniffing import binary_format

_BOMS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
# What browsers take these labels to mean (WHATWG Encoding Standard, section 4.2).
_BROWSER_LABELS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
    "big5": "big5hkscs",
    "utf-16": "utf-16-le",
}
# Encodings that collected texts are really in; the guess chooses among these only, so that short texts are not
# read in an encoding nobody used.
_GUESSED = [
    *(f"cp{number}" for number in range(1250, 1259)),
    *(
        "cp932",
        "cp949",
        "gb18030",
        "big5hkscs",
        "euc_jp",
        "koi8_r",
        "koi8_u",
        "cp866",
        "cp874",
        "iso8859_2",
        "iso8859_5",
    ),
    *("iso8859_7", "iso8859_8", "iso8859_15", "cp437", "cp850", "mac_roman", "mac_cyrillic"),
]
_ESCAPED = ("iso2022_jp", "iso2022_kr", "hz", "utf-7")
_META = re.compile(rb"""<meta[^>]{0,300}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.I)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_:.-]{2,40})["']""", re.I)
_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.I)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WAY_OUT = "name it with --encoding, or save the file as UTF-8"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, the IANA name of the encoding they were in, and what is to be said about how that is known."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(source: Source, *, page: bool = False) -> Decoded:
    """The characters of a source, unchanged but for a byte-order mark.

    In order: the encoding the user insists on, a byte-order mark, UTF-16/32 betrayed by its zero bytes, what an
    escape-coded page declares, UTF-8, the declared encoding (HTTP, then XML and ``<meta>`` if ``page``), a guess.

    Raises
    ------
    SourceError
        For an empty file, a binary format, zero bytes, or an encoding that cannot be told or does not fit.
    """
    data, place = source.data, source.name
    if not data.strip(b" \t\r\n\x0b\x0c"):
        raise SourceError("the file is empty", place=place, way_out="leave it out, or get it again from its origin")
    if source.encoding is None and (name := binary_format(data)) is not None:
        raise SourceError(
            f"this is no text: it looks like {name}",
            place=place,
            way_out="save its text as .txt or .html, or rename the file if it has the wrong suffix",
        )
    decoded = _insisted(source) if source.encoding else _told(source, page=page)
    if not decoded.text.strip():
        raise SourceError("the file holds nothing but white space", place=place, way_out="leave it out")
    _refuse_junk(decoded.text, place)
    return decoded


def encoding_name(label: str) -> str:
    """The IANA name of an encoding that Python knows by any label.

    Raises
    ------
    LookupError
        If Python knows no text encoding of that name.
    """
    name = codecs.lookup(label).name
    if not codecs.lookup(label)._is_text_encoding:
        raise LookupError(label)
    if re.fullmatch(r"cp125\d|cp874", name):
        return f"windows-{name[2:]}"
    return {"cp932": "windows-31j", "cp949": "uhc", "big5hkscs": "big5-hkscs"}.get(name, name.replace("_", "-"))


def _insisted(source: Source) -> Decoded:
    label = str(source.encoding)
    try:
        name = encoding_name(label)
    except LookupError as error:
        raise SourceError(
            f"there is no encoding called {label!r}",
            place=source.name,
            way_out="use a name such as utf-8 or windows-1252",
        ) from error
    data = _without_bom(source.data, codecs.lookup(label).name)
    skipped = len(source.data) - len(data)
    try:
        text = data.decode(label)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"the bytes are not {name}: byte {error.start + skipped} does not fit",
            place=source.name,
            way_out="leave --encoding out to have it told from the bytes, or name another",
        ) from error
    except (UnicodeError, ValueError) as error:
        raise SourceError(f"the bytes are not {name}", place=source.name, way_out="name another encoding") from error
    return Decoded(text.removeprefix("\ufeff"), name, (f"read as {name} because the user said so",))


def _told(source: Source, *, page: bool) -> Decoded:
    data = source.data
    for bom, label in _BOMS:
        if data.startswith(bom):
            try:
                return Decoded(data[len(bom) :].decode(label), label)
            except UnicodeDecodeError as error:
                if label == "utf-8":
                    data = data[len(bom) :]
                    break
                raise SourceError(
                    f"the byte-order mark says {label}, but byte {error.start + len(bom)} does not fit",
                    place=source.name,
                    way_out="the file may be cut off: get it again, or name the encoding with --encoding",
                ) from error
    wide = _wide(data)
    if wide is not None:
        return Decoded(
            data.decode(wide).removeprefix("\ufeff"), wide, (f"read as {wide}: no byte-order mark, but its zero bytes",)
        )
    zero = data.find(b"\x00")
    if zero >= 0:
        raise SourceError(
            f"this is no text: byte {zero} is zero",
            place=source.name,
            way_out="check that the file is what its name says",
        )
    declared = _declared(source, data, page=page)
    if declared in _ESCAPED and declared != "utf-7":
        try:
            return Decoded(data.decode(declared), encoding_name(declared), (f"read as {declared}, as declared",))
        except UnicodeDecodeError:
            declared = None
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        damaged = error.start
    return _declared_or_guessed(source, data, declared, damaged)


def _declared_or_guessed(source: Source, data: bytes, declared: str | None, damaged: int) -> Decoded:
    if declared not in (None, "utf-8"):
        try:
            return Decoded(
                data.decode(str(declared)),
                encoding_name(str(declared)),
                (f"read as {encoding_name(str(declared))}, as declared",),
            )
        except UnicodeDecodeError:
            pass
    mended = _nearly_utf8(data, damaged)
    if mended is not None:
        return mended
    from charset_normalizer import from_bytes

    best = from_bytes(data[:1_000_000], cp_isolation=_GUESSED, threshold=0.3).best()
    if best is None:
        raise SourceError(
            f"cannot tell the encoding (it is not UTF-8 at byte {damaged})", place=source.name, way_out=_WAY_OUT
        )
    try:
        text = data.decode(best.encoding)
    except UnicodeDecodeError as error:
        raise SourceError(
            f"cannot tell the encoding: {encoding_name(best.encoding)} is likely, but byte {error.start} does not fit",
            place=source.name,
            way_out=_WAY_OUT,
        ) from error
    name = encoding_name(best.encoding)
    others = [encoding_name(other) for other in best.could_be_from_charset if encoding_name(other) != name]
    also = f"; {', '.join(others[:3])} would give the same characters" if others else ""
    sure = f"disorder {best.chaos:.0%}, likeness to a language {best.coherence:.0%}"
    return Decoded(
        text, name, (f"encoding guessed as {name} ({sure}{also}); name it with --encoding if letters look wrong",)
    )


def _declared(source: Source, data: bytes, *, page: bool) -> str | None:
    labels: list[str] = _CHARSET.findall(source.media_type or "")
    if page:
        labels += [found.decode("ascii") for pattern in (_XML, _META) for found in pattern.findall(data[:8192])]
    for label in labels:
        try:
            name = codecs.lookup(label).name
            if codecs.lookup(label)._is_text_encoding:
                return "utf-8" if name.startswith("utf-16") else _BROWSER_LABELS.get(name, name)
        except LookupError:
            continue
    return None


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte-order mark: text in them has its zero bytes in fixed places."""
    if len(data) < 4 or b"\x00" not in data[:4096]:
        return None
    head = data[: min(len(data), 4096) // 4 * 4]
    zeros = [head[place::4].count(0) / (len(head) // 4) for place in range(4)]
    candidates: list[str] = []
    if len(data) % 4 == 0:
        candidates += ["utf-32-le"] if min(zeros[2:]) > 0.9 else []
        candidates += ["utf-32-be"] if min(zeros[:2]) > 0.9 else []
    if len(data) % 2 == 0:
        even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
        candidates += ["utf-16-le"] if odd > 3 * even + 0.2 else []
        candidates += ["utf-16-be"] if even > 3 * odd + 0.2 else []
    for label in candidates:
        try:
            text = data.decode(label)
        except UnicodeDecodeError:
            continue
        if not _CONTROLS.search(text):
            return label
    return None


def _nearly_utf8(data: bytes, damaged: int) -> Decoded | None:
    """UTF-8 with a few damaged bytes, as when a page was cut off or pasted together from two sources."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd") - data.count("\ufffd".encode())
    good = sum(1 for byte in data if byte >= 0xC2) - bad
    if good < 20 * bad or bad > 50:
        return None
    count = "1 byte is" if bad == 1 else f"{bad} bytes are"
    return Decoded(text, "utf-8", (f"{count} not UTF-8, the first at byte {damaged}: shown as \ufffd",))


def _refuse_junk(text: str, place: str) -> None:
    controls = _CONTROLS.findall(text)
    if "\x00" in text or len(controls) > max(2, len(text) // 200):
        raise SourceError(
            f"this is no text: {len(controls)} of {len(text)} characters are control characters",
            place=place,
            way_out="check that the file is what its name says, or name its encoding with --encoding",
        )


def _without_bom(data: bytes, codec: str) -> bytes:
    for bom, label in _BOMS:
        if (
            data.startswith(bom)
            and codec in (label, label.rsplit("-", 1)[0])
            and codec != "utf-16"
            and codec != "utf-32"
        ):
            return data[len(bom) :]
    return data
