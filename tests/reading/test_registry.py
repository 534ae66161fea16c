from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from communique.model.errors import SourceError
from communique.model.reading import BlockDraft, DocumentDraft, Reading, Source
from communique.model.words import BlockKind
from communique.reading import plugins, read, registry

from .pages import NEWSPAPER


class ShoutReader:
    name = "shout"
    version = "7"

    def accepts(self, source: Source) -> bool:
        return source.name.endswith(".shout")

    def read(self, source: Source) -> Reading:
        if source.data == b"!":
            raise KeyError("nothing to shout")
        text = source.data.decode().upper()
        block = BlockDraft(0, len(text), BlockKind.SLOGAN)
        return Reading("shout", "7", "text/x-shout", "utf-8", text, (block,), (), (DocumentDraft(((0, len(text)),)),))


class TextReader(ShoutReader):
    name = "text"


class Half:
    name = "half"
    version = "1"


class Broken:
    def __init__(self) -> None:
        raise RuntimeError("no licence")


@pytest.fixture
def with_plugins(monkeypatch: pytest.MonkeyPatch):
    entries = [
        EntryPoint(cls.__name__.lower(), f"{__name__}:{cls.__name__}", registry.GROUP)
        for cls in (ShoutReader, TextReader, Half, Broken)
    ]
    entries += [
        EntryPoint("gone", "no_such_module:Reader", registry.GROUP),
        EntryPoint("html", "communique.reading.html:HtmlReader", registry.GROUP),
    ]
    monkeypatch.setattr(registry, "entry_points", lambda group: entries)
    registry._found.cache_clear()
    yield
    registry._found.cache_clear()


def test_the_built_in_readers_are_there_without_installed_metadata() -> None:
    assert {(plugin.name, plugin.ok) for plugin in plugins()} >= {("html", True), ("text", True)}


@pytest.mark.usefixtures("with_plugins")
def test_broken_plug_ins_are_listed_with_their_reason_and_the_good_one_reads() -> None:
    found = {plugin.origin.rsplit(":", 1)[-1]: plugin for plugin in plugins()}
    assert found["ShoutReader"].ok
    assert "no licence" in found["Broken"].reason
    assert "no accepts() or no read()" in found["Half"].reason
    assert "already called 'text'" in found["TextReader"].reason
    assert any("no_such_module" in plugin.reason for plugin in plugins())
    assert sum(plugin.name == "html" for plugin in plugins()) == 1
    assert read(Source(b"rails", "a.shout")).text == "RAILS"


@pytest.mark.usefixtures("with_plugins")
def test_a_plug_in_that_breaks_down_is_an_error_about_the_file() -> None:
    with pytest.raises(SourceError, match=r"'shout'.*KeyError") as caught:
        read(Source(b"!", "a.shout"))
    assert caught.value.place == "a.shout"


@pytest.mark.parametrize(
    ("name", "data", "reader"),
    [
        ("a.txt", b"words and words", "text"),
        ("a.txt", NEWSPAPER.encode(), "html"),
        ("a.txt", NEWSPAPER.encode("utf-16"), "html"),
        ("a.txt", b"<p>about tags</p>", "text"),
        ("a.html", b"<p>a fragment</p>", "html"),
        ("page", NEWSPAPER.encode(), "html"),
        ("notes", b"words and words", "text"),
    ],
)
def test_content_decides_over_the_suffix(name: str, data: bytes, reader: str) -> None:
    assert read(Source(data, name)).reader == reader


def test_a_declared_type_makes_a_nameless_fragment_a_page() -> None:
    assert read(Source(b"<p>a fragment</p>", "42", media_type="text/html; charset=utf-8")).reader == "html"


def test_a_format_nobody_knows_is_refused_naming_those_that_are_known() -> None:
    with pytest.raises(SourceError, match="PNG picture") as caught:
        read(Source(b"\x89PNG\r\n\x1a\nxxxx", "a.txt"))
    assert "html" in str(caught.value)
    assert "text" in str(caught.value)
