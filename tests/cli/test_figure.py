"""``figure network`` and how a saved view is drawn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Done


@pytest.mark.parametrize(("name", "head"), [("n.svg", b"<svg"), ("n.pdf", b"%PDF"), ("n.png", b"\x89PNG")])
def test_a_network_is_drawn_into_a_file(study: Path, cli: Callable[..., Done], name: str, head: bytes) -> None:
    out = study.with_name(name)
    done = cli("figure", "network", study, "--rows", "organization", "-o", out)
    assert (done.status, done.out) == (0, f"written: {out}\n")
    assert head in out.read_bytes()[:200]


def test_a_saved_view_keeps_how_it_is_drawn(study: Path, cli: Callable[..., Done]) -> None:
    out = study.with_name("n.svg")
    assert cli("view", study, "camps", "--rows", "organization", "--size-by", "ties", "--least", "1").status == 0
    assert cli("views", study, "--json").json[0]["drawn"] == {"least": 1.0, "size_by": "ties"}
    cli("figure", "network", study, "--view", "camps", "-o", out)
    assert "area: number of ties" in out.read_text("utf-8")
    cli("figure", "network", study, "--view", "camps", "--size-by", "equal", "-o", out)
    assert "area:" not in out.read_text("utf-8")
    assert cli("network", study, "--view", "camps").status == 0


def test_what_cannot_be_drawn_is_said(study: Path, cli: Callable[..., Done]) -> None:
    done = cli("figure", "weather", study, "-o", "n.svg")
    assert (done.status, "there is no figure 'weather'" in done.err) == (2, True)
    done = cli("figure", "network", study, "-o", study.with_name("n.jpg"))
    assert "end the name with one of" in done.err
    assert not study.with_name("n.jpg").exists()
