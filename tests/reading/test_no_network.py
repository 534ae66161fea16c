"""Reading opens no connection and no file that a page names, whatever the page asks for."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from communique.model.reading import Source
from communique.reading import read
from tests.reading.pages import BODY
from tests.reading.test_formats import docx, epub, odt, pdf, rtf, zipped

SECRET = "the-words-of-another-file"


def page(address: str, secret: Path) -> str:
    """A page that asks for a picture, a script, a style sheet, a frame, a DTD and a file of the machine."""
    paragraphs = "".join(f"<p>{line}</p>" for line in BODY)
    return (
        f'<!DOCTYPE html SYSTEM "{address}/page.dtd" [<!ENTITY taken SYSTEM "{secret.as_uri()}">'
        f'<!ENTITY got SYSTEM "{address}/entity">]>'
        f'<html><head><title>Rails need patience</title><base href="{address}/">'
        f'<link rel="stylesheet" href="{address}/style.css"><script src="{address}/script.js"></script>'
        f'<meta http-equiv="refresh" content="0; url={address}/next"></head><body><h1>Rails need patience</h1>'
        f'<img src="{address}/picture.png"><iframe src="{address}/frame"></iframe><object data="{address}/object">'
        f"</object>{paragraphs}<p>&taken; &got;</p></body></html>"
    )


def sources(address: str, secret: Path) -> list[Source]:
    wanted = page(address, secret)
    mail = f"From: Ann Lee <ann@fenwick.example>\nTo: b@c.example\nSubject: Rails\nContent-Type: text/html\n\n{wanted}"
    return [
        Source(wanted.encode(), "page.html", uri=f"{address}/page.html"),
        Source(wanted.replace("html SYSTEM", "html PUBLIC '-//x' ", 1).encode(), "page.xhtml"),
        Source(mail.encode(), "message.eml"),
        Source(f"# Rails\n\n![picture]({address}/a.png)\n\n{BODY[0]}".encode(), "page.md"),
        Source(f"{address}\n\n{BODY[0]}".encode(), "page.txt"),
        Source(epub(f'<h1>Rails</h1><img src="{address}/a.png"/><p>{BODY[0]}</p>'), "book.epub"),
        Source(docx(("Heading1", "Rails"), ("Normal", address)), "page.docx"),
        Source(odt(("h", "Rails"), ("p", BODY[0])), "page.odt"),
        office(address, secret),
        Source(rtf("Rails", BODY[0]), "page.rtf"),
        Source(pdf(["Rails", "need patience"]), "page.pdf"),
    ]


def office(address: str, secret: Path) -> Source:
    """An OpenDocument text whose XML asks for an address and for a file of the machine."""
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "text"))
    content = (
        f'<!DOCTYPE x SYSTEM "{address}/x.dtd" [<!ENTITY taken SYSTEM "{secret.as_uri()}">'
        f'<!ENTITY got SYSTEM "{address}/entity">]><office:document-content {spaces}><office:body><office:text>'
        f"<text:p>{BODY[0]}</text:p><text:p>So: &taken; &got;</text:p>"
        "</office:text></office:body></office:document-content>"
    )
    return Source(zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}), "x.odt")


def read_all(address: str, secret: Path) -> int:
    """Read every source; how many. No text may hold the secret."""
    made = sources(address, secret)
    for source in made:
        assert SECRET not in read(source).text, source.name
    return len(made)


def test_no_reader_calls_an_address_or_opens_a_file_that_a_page_names(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        assert read_all(address, secret) == 11
        listening.settimeout(0.2)
        with pytest.raises(TimeoutError):
            listening.accept()


def test_every_reader_works_in_a_network_namespace_without_a_route(tmp_path: Path) -> None:
    try:
        able = subprocess.run(["unshare", "-rn", "true"], capture_output=True, timeout=20).returncode == 0
    except OSError:
        able = False
    if not able:
        pytest.skip("this machine makes no network namespaces for users")
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    code = (
        "import pathlib, sys; from tests.reading.test_no_network import read_all;"
        "print(read_all('http://192.0.2.1', pathlib.Path(sys.argv[1])))"
    )
    ran = subprocess.run(
        ["unshare", "-rn", sys.executable, "-c", code, str(secret)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ran.stdout.strip() == "11", ran.stderr
