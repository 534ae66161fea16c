"""Rich Text Format: striprtf gives the text, which is then told like plain text."""

from __future__ import annotations

from collections.abc import Callable

from communique.model.errors import SourceError
from communique.model.reading import Reading, Source
from communique.reading.articles import documents_of, headed, proposals
from communique.reading.structure import text_blocks

_LARGEST = 50_000_000


class RtfReader:
    """Reads ``.rtf`` files, pictures left out."""

    name = "rtf"
    version = "1"

    def accepts(self, source: Source) -> bool:
        """Whether the bytes begin as RTF does."""
        return source.data.startswith(b"{\\rtf")

    def read(self, source: Source) -> Reading:
        """Read the document, or the articles in it.

        Raises
        ------
        SourceError
            If it cannot be read, is larger than 50 MB, or holds no text.
        """
        from striprtf.striprtf import rtf_to_text

        if len(source.data) > _LARGEST:
            raise SourceError(
                f"it has {len(source.data):,} bytes", place=source.name, way_out="save it without pictures, or as .txt"
            )
        try:
            convert: Callable[..., str] = rtf_to_text
            text = convert(source.data.decode("latin-1"), errors="replace")
        except Exception as error:
            raise SourceError(
                f"it is no RTF that can be read ({type(error).__name__})",
                place=source.name,
                way_out="open it in an office program and save it again, or save its text as .txt",
            ) from error
        text = text.replace("\x00", "").encode("utf-8", "replace").decode()
        if not text.strip():
            raise SourceError(
                "the document holds no text", place=source.name, way_out="it may hold only pictures: leave it out"
            )
        blocks = text_blocks(text)
        documents, offers = documents_of(text, blocks)
        return Reading(
            reader=self.name,
            version=self.version,
            media_type="application/rtf",
            encoding=None,
            text=text,
            blocks=tuple(headed(text, blocks, documents)),
            findings=(*(finding for document in documents for finding in proposals(document)), *offers),
            documents=documents,
        )
