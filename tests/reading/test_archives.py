"""Archives of sources: every page or file once, with where and when it was got; what is broken is named."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest

from communique.model.errors import SourceError
from communique.model.reading import Source
from communique.reading.archives import Skipped, is_archive, sources_in
from tests.reading.test_fuzz import MUTATIONS, mutated
from tests.reading.warcs import record, wacz, warc

PAGES = [(f"https://harbour.example/{n}", f"<html><body><p>Page {n}</p></body></html>".encode()) for n in range(3)]


def taken(path: Path) -> tuple[list[Source], list[Skipped]]:
    found = list(sources_in(path))
    return [f for f in found if isinstance(f, Source)], [f for f in found if isinstance(f, Skipped)]


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.warc", warc(PAGES)), ("a.warc.gz", warc(PAGES, packed=True)), ("a.wacz", wacz(PAGES)), ("a", warc(PAGES))],
)
def test_every_page_of_a_web_archive_is_a_source_with_its_address_and_time(
    tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    assert is_archive(tmp_path / name)
    sources, skipped = taken(tmp_path / name)
    assert [(s.uri, s.data) for s in sources] == PAGES
    assert {s.time for s in sources} == {"2031-05-03T10:00:00Z"}
    assert sources[1].locator is not None
    assert sources[1].locator.endswith("#urn:uuid:00000000-0000-0000-0000-000000000001")
    assert skipped == []


def test_a_web_archive_that_was_packed_as_a_whole_is_complete_unless_it_breaks_off(tmp_path: Path) -> None:
    import gzip

    path = tmp_path / "whole.warc.gz"
    path.write_bytes(gzip.compress(warc(PAGES)))
    sources, skipped = taken(path)
    assert [s.uri for s in sources] == [p[0] for p in PAGES]
    assert skipped == []
    path.write_bytes(gzip.compress(warc(PAGES))[:-20])
    assert taken(path)[1]


@pytest.mark.parametrize("packed", [False, True])
def test_a_web_archive_that_breaks_off_gives_what_is_whole_and_says_so(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / "cut.warc.gz"
    path.write_bytes(warc(PAGES, packed=packed)[:-100])
    sources, skipped = taken(path)
    assert [s.uri for s in sources] == [p[0] for p in PAGES[:2]]
    assert [s.what.split(" after")[0] for s in skipped] == ["it breaks off"]


def test_answers_are_unpacked_as_their_server_packed_them(tmp_path: Path) -> None:
    import gzip

    body = gzip.compress(PAGES[0][1])
    packed = record("https://harbour.example/z", body).replace(
        b"Content-Type: text/html", b"Content-Encoding: gzip\r\nContent-Type: text/html"
    )
    length = len(packed.split(b"\r\n\r\n", 1)[1]) - 4
    packed = packed.replace(b"Content-Length: " + str(length - 24).encode(), b"Content-Length: " + str(length).encode())
    (tmp_path / "z.warc").write_bytes(packed)
    (source,), _ = taken(tmp_path / "z.warc")
    assert source.data == PAGES[0][1]


def test_the_files_of_a_zip_are_sources_and_its_dangers_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(
        zipped(
            {
                "pages/tram.txt": b"The Harbour Guild welcomes the tram.",
                "../../etc/harmless": b"A path that leads nowhere.",
                "bomb.txt": b"0" * 5_000_000,
                "inner.zip": b"PK\x03\x04",
                ".hidden/x.txt": b"x",
                "__MACOSX/x.txt": b"x",
            }
        )
    )
    sources, skipped = taken(tmp_path / "a.zip")
    assert [(s.name, s.locator) for s in sources] == [
        ("tram.txt", "a.zip!pages/tram.txt"),
        ("harmless", "a.zip!../../etc/harmless"),
    ]
    assert [str(s) for s in skipped] == [
        "a.zip!bomb.txt: it unpacks to 5,000,000 bytes; unpack it yourself first",
        "a.zip!inner.zip: it is an archive within an archive; unpack it first",
    ]


def test_a_member_without_a_name_is_read_all_the_same(tmp_path: Path) -> None:
    packed = zipped({"a": b"The Harbour Guild welcomes the tram."})
    # In both of its headers: the name is one character shorter, and what belongs to it otherwise one longer.
    for head, place in ((b"PK\x03\x04", 26), (b"PK\x01\x02", 28)):
        at = packed.index(head) + place
        packed = packed[:at] + b"\x00\x00\x01\x00" + packed[at + 4 :]
    (tmp_path / "a.zip").write_bytes(packed)
    (source,), skipped = taken(tmp_path / "a.zip")
    assert (source.data, source.locator, skipped) == (b"The Harbour Guild welcomes the tram.", "a.zip!unnamed", [])


def test_an_office_document_is_no_archive_and_a_broken_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "letter.docx").write_bytes(zipped({"word/document.xml": b"<x/>"}))
    (tmp_path / "letter").write_bytes(zipped({"word/document.xml": b"<x/>"}))
    assert not is_archive(tmp_path / "letter.docx")
    assert not is_archive(tmp_path / "letter")
    (tmp_path / "b.zip").write_bytes(zipped({"a.txt": b"x" * 100})[:60])
    with pytest.raises(SourceError, match=r"b.zip: the archive is broken"):
        list(sources_in(tmp_path / "b.zip"))
    newer = bytearray(zipped({"a.txt": b"x" * 100}))
    newer[newer.index(b"PK\x01\x02") + 6] = 84
    (tmp_path / "newer.zip").write_bytes(newer)
    with pytest.raises(SourceError, match=r"newer.zip: the archive is broken"):
        list(sources_in(tmp_path / "newer.zip"))
    for junk in (b"junk", b""):
        (tmp_path / "j.warc").write_bytes(junk)
        _, (skipped,) = taken(tmp_path / "j.warc")
        assert skipped.place == "j.warc"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.warc", warc(PAGES)),
        ("a.warc.gz", warc(PAGES, packed=True)),
        ("a.wacz", wacz(PAGES)),
        ("a.zip", zipped({"a.txt": b"The tram " * 50, "b.html": PAGES[0][1]})),
    ],
)
def test_mutated_archives_give_sources_or_a_word_and_nothing_else(tmp_path: Path, name: str, data: bytes) -> None:
    chance = random.Random(20310512)
    for _ in range(MUTATIONS):
        (tmp_path / name).write_bytes(mutated(data, chance))
        try:
            for found in sources_in(tmp_path / name):
                assert isinstance(found, Source) or found.what
        except SourceError as error:
            assert error.way_out
