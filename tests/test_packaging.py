"""What a new user's machine gets: the README's command, the wheel, the licences."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import zipfile
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import httpx
import pytest
from packaging.requirements import Requirement

from tests.docs.test_docs import assert_printed, steps

ROOT = Path(__file__).resolve().parent.parent


def clone(folder: Path) -> Path:
    """A copy of what git tracks, as it stands in the working tree."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.split(b"\0")
    for name in filter(None, names):
        source, target = ROOT / os.fsdecode(name), folder / os.fsdecode(name)
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    return folder


def test_the_readmes_first_command_installs_and_shows_the_demo(tmp_path: Path) -> None:
    (command,) = re.findall(r"^python3 -m venv .*communique demo$", (ROOT / "README.md").read_text("utf-8"), re.M)
    folder = clone(tmp_path / "clone")
    # The page opens in what BROWSER names: here in nothing.
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")} | {"BROWSER": "true"}
    told: list[str] = []
    running = subprocess.Popen(
        ["bash", "-c", command], cwd=folder, env=env, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert running.stdout is not None
        for line in running.stdout:
            told.append(line)
            if line.startswith("http://127.0.0.1:"):
                break
        assert "Strongest alliances" in "".join(told)
        with httpx.Client(follow_redirects=True) as browser:
            assert '<div id="app">' in browser.get(told[-1].strip()).text
        os.killpg(running.pid, signal.SIGINT)
        assert running.wait(20) == 0
    finally:
        if running.poll() is None:
            os.killpg(running.pid, signal.SIGKILL)
    made = folder / "communique-demo"
    assert {"orlamere.communique", "report.html", "network.svg", "network.graphml"} <= {p.name for p in made.iterdir()}
    # In the environment that it made, the tutorial, literally.
    place = tmp_path / "tutorial"
    place.mkdir()
    programs = f"{folder / '.venv' / 'bin'}:/usr/bin:/bin"
    env |= {"PATH": programs, "COLUMNS": "100", "COMMUNIQUE_CODER": "Ada"}
    for step, expected in steps(ROOT / "docs" / "tutorial.md"):
        done = subprocess.run(step, shell=True, cwd=place, env=env, capture_output=True, text=True)
        assert done.returncode == 0, f"{step}: {done.stderr}"
        assert_printed(step, expected, done.stdout + done.stderr)


def test_the_wheel_carries_the_pages_templates_and_migrations(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", tmp_path, clone(tmp_path / "clone")],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert "communique/py.typed" in names
    assert "communique/coding/templates/claims.toml" in names
    assert "communique/figures/page/report.html" in names
    assert "communique/server/static/index.html" in names
    assert any(re.fullmatch(r"communique/server/static/assets/index-.*\.js", n) for n in names)
    assert "communique/reading/words/chrome_model.json" in names
    assert "communique/study/demo_study/study.json" in names
    assert any(n.startswith("communique/project/migrations/versions/0001") for n in names)
    assert not any(n.startswith(("tests/", "benchmarks/")) for n in names)


PERMISSIVE = re.compile(
    r"apache|mit\b|bsd|isc\b|python software|psf|mpl|mozilla|lgpl|lesser general|unlicense|public domain|zlib|hpnd|cc0",
    re.I,
)


def required(name: str, seen: set[str]) -> set[str]:
    """The distributions that a distribution needs, and those that these need, without extras."""
    key = re.sub(r"[-_.]+", "-", name).lower()
    if key in seen:
        return seen
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return seen
    seen.add(key)
    for line in found.requires or []:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            required(requirement.name, seen)
    return seen


@pytest.mark.parametrize("name", sorted(required("communique", set()) - {"communique"}))
def test_what_is_required_is_licensed_to_fit(name: str) -> None:
    metadata = distribution(name).metadata
    stated = [metadata.get("License-Expression"), (metadata.get("License") or "")[:200]]
    stated += [c.rpartition("::")[2] for c in metadata.get_all("Classifier") or [] if c.startswith("License")]
    licence = " | ".join(s for s in stated if s)
    assert PERMISSIVE.search(licence), f"{name}: {licence or 'no licence stated'}"
    strict = re.search(r"(?<!l)(?<!lesser )\b(a?gpl|general public license)", licence, re.I)
    assert not strict or re.search(r"lesser|lgpl| or |mpl|mit", licence, re.I), f"{name}: {licence}"


def test_the_page_is_served_from_a_wheel_without_node(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", tmp_path, clone(tmp_path / "clone")],
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    place = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", place], check=True)
    subprocess.run([place / "bin" / "pip", "install", "-q", wheel], check=True, capture_output=True)
    env = {"PATH": str(place / "bin"), "HOME": str(tmp_path)}
    communique = place / "bin" / "communique"
    subprocess.run([communique, "new", "s.communique"], cwd=tmp_path, env=env, check=True, capture_output=True)
    serving = subprocess.Popen(
        [communique, "serve", "s.communique", "--no-browser", "--port", "0"],
        cwd=tmp_path,
        env=env,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert serving.stdout is not None
        address = serving.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=\S+", address)
        with httpx.Client(follow_redirects=True) as browser:
            page = browser.get(address)
            assert page.status_code == 200
            (script,) = re.findall(r'src="(/assets/index-[^"]+\.js)"', page.text)
            assert browser.get(address.partition("/?")[0] + script).status_code == 200
    finally:
        serving.terminate()
        serving.wait(10)
