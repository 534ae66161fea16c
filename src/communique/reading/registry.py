"""Which reader reads what: the built-in ones and those that plug in through ``communique.readers``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from communique.model.errors import CommuniqueError, SourceError
from communique.model.reading import Reader, Reading, Source
from communique.reading.contents import with_contents
from communique.reading.sniffing import binary_format

GROUP = "communique.readers"
# In the order in which they are asked. Loaded when first needed, for their parsers are heavy.
_BUILT_IN = (
    "communique.reading.pdf:PdfReader",
    "communique.reading.docx:DocxReader",
    "communique.reading.odt:OdtReader",
    "communique.reading.epub:EpubReader",
    "communique.reading.rtf:RtfReader",
    "communique.reading.mail:MailReader",
    "communique.reading.markdown:MarkdownReader",
    "communique.reading.html:HtmlReader",
    "communique.reading.plain:PlainTextReader",
)


@dataclass(frozen=True, slots=True)
class Plugin:
    """A reader that was found: usable (``ok``) or skipped for ``reason``."""

    name: str
    version: str
    origin: str
    ok: bool
    reason: str = ""


def plugins() -> list[Plugin]:
    """All readers that were found, the broken ones with the reason why they are skipped."""
    return [plugin for plugin, _ in _found()]


def read(source: Source) -> Reading:
    """What the first reader that accepts the source makes of it; plug-ins are asked before the built-in ones.

    Raises
    ------
    SourceError
        If no reader accepts it (the message names the formats known here) or its reader cannot read it.
    """
    asked = [(plugin, reader) for plugin, reader in _found() if reader is not None]
    for plugin, reader in asked:
        if _accepts(reader, source):
            try:
                return with_contents(reader.read(source))
            except CommuniqueError:
                raise
            except Exception as error:
                raise SourceError(
                    f"the reader {plugin.name!r} ({plugin.origin}) broke down: {type(error).__name__}: {error}",
                    place=source.name,
                    way_out="report it with the file to the makers of that reader",
                ) from error
    name = binary_format(source.data)
    looks = f"it looks like {name}, which no reader here knows" if name else "no reader here knows this format"
    known = ", ".join(sorted({plugin.name for plugin, _ in asked}))
    raise SourceError(
        looks, place=source.name, way_out=f"convert it to a format that is known ({known}) or add a reader for it"
    )


def _accepts(reader: Reader, source: Source) -> bool:
    try:
        return bool(reader.accepts(source))
    except Exception:
        return False


@cache
def _found() -> tuple[tuple[Plugin, Reader | None], ...]:
    built_in: list[Reader] = [EntryPoint("", value, GROUP).load()() for value in _BUILT_IN]
    taken = {reader.name for reader in built_in}
    found: list[tuple[Plugin, Reader | None]] = []
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value)):
        if entry.value in _BUILT_IN:
            continue
        found.append(_load(entry, taken))
    return (*found, *((Plugin(reader.name, reader.version, "built in", ok=True), reader) for reader in built_in))


def _load(entry: EntryPoint, taken: set[str]) -> tuple[Plugin, Reader | None]:
    origin = f"{entry.dist.name} {entry.dist.version}" if entry.dist else entry.value
    try:
        reader = entry.load()()
        name, version = str(reader.name), str(reader.version)
    except Exception as error:
        return Plugin(entry.name, "", origin, ok=False, reason=f"{type(error).__name__}: {error}"), None
    if not isinstance(reader, Reader):
        return Plugin(name, version, origin, ok=False, reason="it has no accepts() or no read()"), None
    if name in taken:
        return Plugin(name, version, origin, ok=False, reason=f"another reader is already called {name!r}"), None
    taken.add(name)
    return Plugin(name, version, origin, ok=True), reader
