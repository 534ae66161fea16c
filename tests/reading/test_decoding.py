from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.model.errors import SourceError
from communique.model.reading import Source
from communique.reading.decoding import decode

WORDS = (
    "Die Straßenbahn fährt über die Brücke; größere Züge müssen außen herum. Süß klingt das für die Anwohner nicht. "
)


def text_of(data: bytes, **more: str) -> str:
    return decode(Source(data, "a.txt", **more)).text


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufeff", exclude_categories=["Cc", "Cs"]), min_size=1)
)
@settings(max_examples=60)
def test_unicode_text_comes_back_whole_from_every_unicode_encoding_with_a_byte_order_mark(text: str) -> None:
    if not text.strip():
        return
    for encoding, mark in (("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")):
        assert text_of(mark + text.encode(encoding)) == text
    assert text_of(b"\xff\xfe\x00\x00" + text.encode("utf-32-le")) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_told_from_their_zero_bytes_without_a_mark(encoding: str) -> None:
    decoded = decode(Source(WORDS.encode(encoding), "a.txt"))
    assert decoded.text == WORDS
    assert decoded.encoding == encoding
    assert "byte-order mark" in decoded.notes[0]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", WORDS * 3),
        (
            "cp1251",
            "Городской совет решил построить трамвайную линию через старый квартал, и жители спорят об этом. " * 4,
        ),
        (
            "koi8_r",
            "Городской совет решил построить трамвайную линию через старый квартал, и жители спорят об этом. " * 4,
        ),
        ("cp1253", "Το δημοτικό συμβούλιο αποφάσισε να κατασκευάσει γραμμή τραμ μέσα από την παλιά συνοικία. " * 4),
        (
            "cp932",
            "市議会は九対八で旧市街を通る路面電車の建設を決定しました。商店街からは不安の声が上がっています。" * 4,
        ),
        ("gb18030", "市议会以九票对八票决定修建一条穿过老城区的有轨电车线路，许多商户对此表示担忧。" * 4),
    ],
)
def test_an_undeclared_encoding_is_guessed_and_the_note_says_how_surely(encoding: str, text: str) -> None:
    decoded = decode(Source(text.encode(encoding), "a.txt"))
    assert decoded.text == text
    assert "guessed" in decoded.notes[0]
    assert "%" in decoded.notes[0]


def test_a_declared_encoding_is_believed_where_the_bytes_are_not_utf_8() -> None:
    page = f'<html><head><meta charset="iso-8859-2"></head><body>{"Tramwaj jedzie przez łąkę. "}</body></html>'
    assert decode(Source(page.encode("iso-8859-2"), "a.html"), page=True).text == page
    assert text_of("Žluťoučký kůň".encode("cp1250"), media_type="text/plain; charset=windows-1250") == "Žluťoučký kůň"


def test_a_wrong_declaration_does_not_spoil_utf_8() -> None:
    page = '<html><head><meta charset="latin-1"></head><body>Brücke – „gut“</body></html>'
    decoded = decode(Source(page.encode(), "a.html"), page=True)
    assert (decoded.text, decoded.encoding) == (page, "utf-8")


def test_latin_1_is_read_as_browsers_do() -> None:
    page = b'<html><meta charset="iso-8859-1"><p>\x93quoted\x94</p></html>'
    assert "“quoted”" in decode(Source(page, "a.html"), page=True).text


def test_escape_coded_japanese_is_read_as_declared() -> None:
    page = '<html><meta charset="iso-2022-jp"><p>路面電車</p></html>'
    assert decode(Source(page.encode("iso2022_jp"), "a.html"), page=True).text == page


def test_one_damaged_byte_in_utf_8_is_shown_and_told() -> None:
    data = bytearray((WORDS * 5).encode())
    data[200:200] = b"\xff"
    decoded = decode(Source(bytes(data), "a.txt"))
    assert decoded.text.count("\ufffd") == 1
    assert "byte 200" in decoded.notes[0]


def test_line_ends_zero_width_and_bidi_characters_are_kept() -> None:
    text = "one\r\ntwo\rthree\n\u200bfour\u202eevif\u202c"
    assert text_of(text.encode()) == text


def test_an_encoding_the_user_insists_on_is_used_or_fails_with_the_byte_offset() -> None:
    assert text_of("é".encode("cp850"), encoding="cp850") == "é"
    with pytest.raises(SourceError, match="byte 4 does not fit"):
        text_of(b"abcd\xff", encoding="utf-8")
    with pytest.raises(SourceError, match="no encoding called"):
        text_of(b"abcd", encoding="utf-13")
    with pytest.raises(SourceError, match="no encoding called"):
        text_of(b"abcd", encoding="hex")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf \n", "white space"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "zip"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"plain\x00text with a zero", "byte 5 is zero"),
        (b"abc\x01\x02\x03\x04\x05\x06def", "control characters"),
        (b"\xff\xfea", "does not fit"),
    ],
)
def test_what_is_no_text_is_refused_with_its_place_and_a_way_out(data: bytes, what: str) -> None:
    with pytest.raises(SourceError, match=what) as caught:
        text_of(data)
    assert caught.value.place == "a.txt"
    assert caught.value.way_out


@given(st.binary(max_size=300))
@settings(max_examples=100)
def test_any_bytes_decode_or_are_refused(data: bytes) -> None:
    try:
        decoded = decode(Source(data, "a.txt"))
    except SourceError:
        return
    decoded.text.encode("utf-8")
    assert "\x00" not in decoded.text
