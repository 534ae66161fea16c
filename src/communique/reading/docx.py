"""Word documents: mammoth turns them into HTML, of which everything is content."""

from __future__ import annotations

import io

from communique.model.errors import SourceError
from communique.model.reading import Reading, Source
from communique.reading.styled import holds, styled_reading, unpacked

_PART = "word/document.xml"


class DocxReader:
    """Reads ``.docx`` files; headings and lists as styled, the rest told like plain text."""

    name = "docx"
    version = "1"

    def accepts(self, source: Source) -> bool:
        """Whether it is a zip archive with a Word document inside, or is called one."""
        return holds(source, _PART) or (source.data.startswith(b"PK\x03\x04") and source.name.lower().endswith(".docx"))

    def read(self, source: Source) -> Reading:
        """Read the document, or the articles in it.

        Raises
        ------
        SourceError
            If the archive is broken, unpacks to more than 200 MB, or holds no text.
        """
        unpacked(source, {_PART: False})
        return styled_reading(
            source,
            _converted(source),
            reader=self.name,
            version=self.version,
            media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        )


def _converted(source: Source) -> str:
    import mammoth  # type: ignore[import-untyped]

    ignore = mammoth.images.img_element(lambda image: {})
    try:
        return str(mammoth.convert_to_html(io.BytesIO(source.data), convert_image=ignore).value)
    except Exception as error:
        raise SourceError(
            f"it is no Word document that can be read ({type(error).__name__})",
            place=source.name,
            way_out="open it in an office program and save it again, or save its text as .txt",
        ) from error
