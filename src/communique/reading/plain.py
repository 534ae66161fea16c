"""Plain text: the decoded content unchanged, its lines told apart by what they look like."""

from __future__ import annotations

from communique.model.reading import Reading, Source
from communique.reading.articles import documents_of, headed, proposals
from communique.reading.decoding import decode
from communique.reading.sniffing import binary_format, opens_as_mail, opens_as_page, suffix
from communique.reading.structure import text_blocks


class PlainTextReader:
    """Reads ``.txt`` and whatever else decodes as text and is nothing more special.

    Text that was stripped of its HTML is the normal case, so that lines which a site added are marked as chrome
    where they are beyond doubt.
    """

    name = "text"
    version = "1"

    def accepts(self, source: Source) -> bool:
        """Whether nothing says that the source is a page, a message or a binary file."""
        if binary_format(source.data) is not None or opens_as_page(source.data):
            return False
        return suffix(source.name) in ("txt", "text") or not opens_as_mail(source.data)

    def read(self, source: Source) -> Reading:
        """Read the source as one document, or as several where articles surely follow each other.

        Raises
        ------
        SourceError
            If its bytes are no text, or its encoding cannot be told.
        """
        decoded = decode(source)
        blocks = text_blocks(decoded.text)
        documents, offers = documents_of(decoded.text, blocks)
        return Reading(
            reader=self.name,
            version=self.version,
            media_type="text/plain",
            encoding=decoded.encoding,
            text=decoded.text,
            blocks=tuple(headed(decoded.text, blocks, documents)),
            findings=(*(finding for document in documents for finding in proposals(document)), *offers),
            documents=documents,
            options={"encoding": source.encoding} if source.encoding else {},
            notes=decoded.notes,
        )
