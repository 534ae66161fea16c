from __future__ import annotations

import io
import random
import textwrap
import zipfile
from email.message import EmailMessage

import pytest

from communique.model.errors import SourceError
from communique.model.reading import Reader, Reading, Source
from communique.model.words import BlockKind, DateBasis
from communique.reading import read
from communique.reading.docx import DocxReader
from communique.reading.epub import EpubReader
from communique.reading.mail import MailReader
from communique.reading.markdown import MarkdownReader
from communique.reading.odt import OdtReader
from communique.reading.pdf import PdfReader
from communique.reading.rtf import RtfReader

from .checks import check_reading, quotes
from .pages import BODY
from .test_fuzz import MUTATIONS, mutated


def message(*, html: bool = False) -> bytes:
    mail = EmailMessage()
    mail["From"] = "Ann Lee <ann@fenwick.example>"
    mail["To"] = "Members of the council <council@fenwick.example>"
    mail["Date"] = "Mon, 12 May 2031 08:30:00 +0200"
    mail["Subject"] = "Rails need patience – ein Brief"
    if html:
        mail.set_content("".join(f"<p>{line}</p>" for line in BODY) + "<script>x()</script>", subtype="html")
    else:
        mail.set_content("\n\n".join(BODY), charset="iso-8859-1")
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="plan.pdf")
    return bytes(mail)


MARKDOWN = f"""---
title: Rails need patience
author: Ann Lee
date: 2031-05-12
---

# Rails need *patience*

{BODY[0]}
{BODY[1]}

## What it costs

- one crown
- two crowns

> {BODY[2]}

```
code = 1
```
{BODY[3]}
"""


def docx(*paragraphs: tuple[str, str]) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>'
        for style, words in paragraphs
    )
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
        '.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
        ' Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{space}"><w:style w:type="paragraph" w:styleId="Heading1">'
        '<w:name w:val="heading 1"/></w:style></w:styles>',
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"'
        ' Target="styles.xml"/></Relationships>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def zipped(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def odt(*paragraphs: tuple[str, str]) -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
    )
    body = "".join(f"<text:{tag}>{words}</text:{tag.split()[0]}>" for tag, words in paragraphs)
    content = f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body>"
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content + "</office:document-content>",
        }
    )


def epub(*chapters: str) -> bytes:
    items = "".join(f'<item id="c{n}" href="text/c{n}.xhtml"/>' for n in range(len(chapters)))
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>Rails need patience</dc:title><dc:creator>Ann Lee</dc:creator><dc:date>2031-05-03</dc:date>"
        f"</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    parts = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
        "OEBPS/book.opf": package,
    }
    return zipped(parts | {f"OEBPS/text/c{n}.xhtml": c for n, c in enumerate(chapters)})


def rtf(*paragraphs: str) -> bytes:
    words = "".join(
        "".join(c if c.isascii() else f"\\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?" for c in p) + "\\par\n"
        for p in paragraphs
    )
    return (r"{\rtf1\ansi\deff0{\fonttbl{\f0 Times;}}\f0 " + words + "}").encode()


def pdf(*pages: list[str]) -> bytes:
    """A PDF of Helvetica lines, one list per page."""
    count = len(pages)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count} /Kids [{' '.join(f'{4 + 2 * n} 0 R' for n in range(count))}] >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        shown = " ".join(f"({line.replace('(', '[').replace(')', ']')}) Tj T*" for line in lines)
        stream = f"BT /F1 10 Tf 14 TL 50 780 Td {shown} ET".encode("cp1252")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 820] /Contents {5 + 2 * number} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n".encode() + stream + b"\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer << /Size {len(objects) + 1} /Root 1 0 R >>"
    return out + f"{end}\nstartxref\n{len(out)}\n%%EOF\n".encode()


def checked(data: bytes, name: str) -> Reading:
    reading = read(Source(data, name))
    check_reading(reading)
    return reading


@pytest.mark.parametrize("html", [False, True])
def test_a_message_says_who_wrote_what_to_whom_and_when(html: bool) -> None:
    reading = checked(message(html=html), "a.eml")
    assert reading.reader == "mail"
    (document,) = reading.documents
    assert (document.title, document.author) == ("Rails need patience – ein Brief", "Ann Lee")
    assert document.addressee is not None
    assert "council" in document.addressee
    assert (document.date.value, document.date.basis) == ("2031-05-12", DateBasis.EXPLICIT)
    assert all(line in reading.text for line in BODY)
    assert "x()" not in reading.text
    assert reading.notes[-1] == "attachment not read: plan.pdf"


@pytest.mark.parametrize("html", [False, True])
def test_a_newsletter_by_mail_comes_apart_into_its_articles(html: bool) -> None:
    mail = EmailMessage()
    mail["From"] = "Riders’ Council <news@fenwick.example>"
    mail["Date"] = "Mon, 12 May 2031 08:30:00 +0200"
    mail["Subject"] = "The Fenwick Letter, May 2031"
    lines = ["Newsletter of the Riders’ Council", "No. 12 · May 2031"]
    lines += ["Council votes for the tram", "By Ann Lee", *BODY, "A winter without ferries", "By Jo Moor", *BODY]
    if html:
        rows = (f"<tr><td>{f'<h2>{line}</h2>' if line not in BODY else line}</td></tr>" for line in lines)
        mail.set_content(f"<table>{''.join(rows)}</table><p>Unsubscribe</p>", subtype="html")
    else:
        mail.set_content("\n\n".join(lines))
    reading = checked(bytes(mail), "a.eml")
    titles = ["Council votes for the tram", "A winter without ferries"]
    assert [document.title for document in reading.documents] == titles
    assert {(document.issuer, document.date.value) for document in reading.documents} == {
        ("Riders’ Council", "2031-05-12")
    }
    assert reading.text.startswith("From: Riders’ Council")


@pytest.mark.parametrize(("above", "count"), [("", 2), (BODY[0] + "\n\n", 1)], ids=["digest", "forwarded"])
def test_mails_within_a_mail_come_apart_unless_they_are_forwarded(above: str, count: int) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Ann Lee <ann@fenwick.example>", "Rails"
    inner = "From: Jo Moor\nDate: 3 May 2031\nSubject: {}\n\n{}\n\n{}\n\n{}\n\n"
    mail.set_content(above + inner.format("No rails", *BODY[1:]) + inner.format("Two rails", *BODY[:3]))
    reading = checked(bytes(mail), "a.eml")
    assert len(reading.documents) == count
    assert all(line in "".join(reading.text[a:b] for d in reading.documents for a, b in d.ranges) for line in BODY)


def test_a_message_without_text_is_refused() -> None:
    with pytest.raises(SourceError, match="no text"):
        read(Source(b"From: a@b\nTo: c@d\nSubject: x\nContent-Type: image/png\n\nxxxx", "a.eml"))


def test_markdown_stays_as_it_is_written_and_its_marks_tell_the_blocks() -> None:
    reading = checked(MARKDOWN.encode(), "a.md")
    assert reading.text == MARKDOWN
    assert quotes(reading, BlockKind.TITLE) == ["# Rails need *patience*"]
    assert quotes(reading, BlockKind.SUBHEADING) == ["## What it costs"]
    assert quotes(reading, BlockKind.PARAGRAPH) == [f"{BODY[0]}\n{BODY[1]}", BODY[3]]
    assert quotes(reading, BlockKind.LIST_ITEM) == ["- one crown", "- two crowns"]
    assert quotes(reading, BlockKind.QUOTATION) == [f"> {BODY[2]}"]
    (document,) = reading.documents
    assert (document.title, document.author, document.date.value) == ("Rails need patience", "Ann Lee", "2031-05-12")


def test_a_word_document_is_read_by_its_styles() -> None:
    pytest.importorskip("mammoth", reason="mammoth is not installed")
    data = docx(("Heading1", "Rails need patience"), ("Normal", "By Ann Lee"), *(("Normal", line) for line in BODY))
    reading = checked(data, "a.docx")
    assert quotes(reading, BlockKind.TITLE) == ["Rails need patience"]
    assert quotes(reading, BlockKind.PARAGRAPH) == list(BODY)
    assert (reading.documents[0].title, reading.documents[0].author) == ("Rails need patience", "Ann Lee")


def test_a_broken_or_bloated_word_document_is_refused() -> None:
    good = docx(("Normal", BODY[0]))
    with pytest.raises(SourceError):
        DocxReader().read(Source(good[: len(good) // 2], "a.docx"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w") as part:
        for _ in range(210):
            part.write(b" " * 1_000_000)
    with pytest.raises(SourceError, match="unpacks to"):
        DocxReader().read(Source(out.getvalue(), "a.docx"))


def test_a_pdf_has_its_lines_joined_its_hyphens_mended_and_its_running_heads_marked() -> None:
    pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed")
    pages = []
    for number in range(4):
        lines = textwrap.wrap(" ".join((*BODY[number:], *BODY[:number])), 70)
        broken = [f"{lines[0]} {lines[1][:3]}-", lines[1][3:], *lines[2:]] if lines[1][:5].isalpha() else lines
        pages.append(["The Lantern", *broken, str(number + 1)])
    assert any(line.endswith("-") for page in pages for line in page)
    reading = checked(pdf(*pages), "a.pdf")
    assert quotes(reading, BlockKind.CHROME).count("The Lantern") == 4
    assert {"1", "2", "3", "4"} <= set(quotes(reading, BlockKind.CHROME))
    assert BODY[0] in reading.text
    whole = " ".join(reading.text.split())
    assert [whole.count(line) for line in BODY] == [4, 4, 4, 4]
    assert reading.text.count(BODY[0]) >= 3


def test_a_pdf_of_pictures_a_broken_and_a_locked_one_are_refused_with_a_way_out() -> None:
    pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed")
    # What a user's password was hashed to (32 bytes), which nobody knows, not even as an empty one.
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >> /ID [<00> <00>]" % (
        b"A5" * 32,
        b"5A" * 32,
    )
    locked = pdf(["Rails need patience"]).replace(b"/Root 1 0 R", b"/Root 1 0 R " + lock)
    for data, what in ((pdf([]), "no text layer"), (b"%PDF-1.4 junk", "broken"), (locked, "locked by a password")):
        with pytest.raises(SourceError, match=what) as caught:
            PdfReader().read(Source(data, "a.pdf"))
        assert caught.value.way_out


def test_an_odt_keeps_headings_lists_and_tables() -> None:
    data = odt(
        ('h text:outline-level="1"', "Rails need patience"),
        ("p", "By Ann Lee"),
        *(("p", line) for line in BODY),
        ("list", "<text:list-item><text:p>One<text:s/>demand</text:p></text:list-item>"),
        ("p", "Told<office:annotation><text:p>a comment</text:p></office:annotation> here"),
    )
    reading = checked(data, "a.odt")
    assert reading.reader == "odt"
    assert (reading.documents[0].title, reading.documents[0].author) == ("Rails need patience", "Ann Lee")
    kinds = {reading.text[b.start : b.end]: str(b.kind) for b in reading.blocks}
    assert kinds["Rails need patience"] == "title"
    assert kinds["One demand"] == "list_item"
    assert "Told here" in kinds
    assert "a comment" not in reading.text


def test_an_epub_is_read_chapter_by_chapter_with_what_its_package_says() -> None:
    chapters = [
        f"<html><body><h1>Chapter {n}</h1><p>{line}</p></body></html>" for n, line in enumerate((BODY[0], BODY[1]), 1)
    ]
    reading = checked(epub(*chapters), "a.epub")
    assert reading.reader == "epub"
    (document,) = reading.documents
    assert (document.title, document.author) == ("Rails need patience", "Ann Lee")
    assert (document.date.value, str(document.date.basis)) == ("2031-05-03", "metadata")
    assert reading.text.index("Chapter 1") < reading.text.index(BODY[0]) < reading.text.index("Chapter 2")


def test_an_rtf_gives_its_text_in_every_script() -> None:
    reading = checked(rtf("Rails need patience", "Рельсы и 電車 and more", *BODY), "a.rtf")
    assert reading.reader == "rtf"
    assert "Рельсы и 電車 and more" in reading.text
    assert reading.documents[0].title == "Rails need patience"


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.odt", zipped({"content.xml": "<broken"}), "its text cannot be read"),
        ("a.odt", odt(), "the document holds no text"),
        ("a.epub", zipped({"META-INF/container.xml": "<container/>"}), "it has no list of its chapters"),
        ("a.rtf", rb"{\rtf1 }", "the document holds no text"),
    ],
)
def test_office_documents_that_cannot_be_read_are_refused_with_a_reason(name: str, data: bytes, what: str) -> None:
    with pytest.raises(SourceError, match=what) as refused:
        read(Source(data, name))
    assert refused.value.place == name
    assert refused.value.way_out


FUZZED = [
    pytest.param(MailReader(), message(), None, id="mail"),
    pytest.param(MailReader(), message(html=True), None, id="mail with HTML"),
    pytest.param(MarkdownReader(), MARKDOWN.encode(), None, id="markdown"),
    pytest.param(DocxReader(), docx(("Heading1", "Rails"), *(("Normal", line) for line in BODY)), "mammoth", id="docx"),
    pytest.param(OdtReader(), odt(("h", "Rails"), *(("p", line) for line in BODY)), None, id="odt"),
    pytest.param(EpubReader(), epub(f"<html><body><p>{BODY[0]}</p></body></html>"), None, id="epub"),
    pytest.param(RtfReader(), rtf(*BODY), None, id="rtf"),
    pytest.param(PdfReader(), pdf(["The Lantern", *BODY], list(BODY)), "pypdfium2", id="pdf"),
]


@pytest.mark.parametrize(("reader", "data", "needs"), FUZZED)
def test_mutated_files_of_every_format_are_read_or_refused(reader: Reader, data: bytes, needs: str | None) -> None:
    if needs:
        pytest.importorskip(needs, reason=f"{needs} is not installed")
    chance = random.Random(12052031)
    for _ in range(MUTATIONS):
        try:
            check_reading(reader.read(Source(mutated(data, chance), "mutated")))
        except SourceError as error:
            assert error.place == "mutated"
            assert error.way_out
