"""``communique add``."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from communique.cli.common import (
    CoderOption,
    JsonOption,
    PathsArgument,
    ProjectArgument,
    opened,
    plural,
    print_json,
    print_table,
    stderr,
    stdout,
    working,
)
from communique.cli.input import read_bytes
from communique.cli.selection import single_pairs
from communique.model.errors import UsageError


def command(
    project: ProjectArgument,
    paths: PathsArgument,
    encoding: Annotated[
        str | None, typer.Option("--encoding", help="The character set, where a file does not say so or says it wrong.")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="Title of a text pasted on standard input (-).")] = None,
    date: Annotated[str | None, typer.Option("--date", help="Date of a text pasted on standard input (-).")] = None,
    patience: Annotated[
        float | None,
        typer.Option("--patience", metavar="SECONDS", help="Give a file up after this; 300 where many are read."),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="N", min=0, help="How many processes read; all processors, four at most."),
    ] = None,
    names: Annotated[
        str | None,
        typer.Option(
            "--names", metavar="PATTERN", help="What file names say: {date}_{author}_{title}; folders too, {} for any."
        ),
    ] = None,
    metadata: Annotated[
        Path | None,
        typer.Option(
            "--metadata", metavar="TABLE", help="A table (CSV, xlsx, JSONL) with a column file, and what is known."
        ),
    ] = None,
    table: Annotated[
        bool, typer.Option("--table", help="The files are tables of documents: a row each, words in the column text.")
    ] = False,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="OURS=THEIRS", help="What a table calls a column of ours: text=Inhalt."),
    ] = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Print what names and tables say of each source, and change nothing.")
    ] = False,
    coder: CoderOption = None,
    json: JsonOption = False,
) -> int:
    """Take files, folders and archives in: originals are kept, texts and documents made of them; - pastes a text.

    Web archives (WARC, WACZ) and zip files give a source for each page or file in them. A call that was interrupted
    goes on where it stopped when it is given again. Columns of tables that are no field (title, date, author, issuer …)
    become attributes of the documents.
    """
    known: dict[str, Any] = {"names": names, "metadata": metadata, "table": table}
    known["columns"] = single_pairs(column, "--column") or None
    if preview:
        with opened(project, coder=coder) as opened_project:
            return _preview(opened_project.add(*paths, preview=True, **known), json)
    pasted = [str(p) for p in paths] == ["-"]
    if not pasted and (title is not None or date is not None or Path("-") in paths):
        raise UsageError("title and date are those of one pasted text", way_out="give - as the only PATH, or `edit`")
    if pasted:
        with opened(project, coder=coder, writing=True) as opened_project:
            content = read_bytes(paths[0])
            sources = [opened_project.paste(content, title=title, date=date, encoding=encoding)]
        return _report(sources, json)

    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

    with (
        opened(project, coder=coder, writing=True) as opened_project,
        working(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()) as bar,
    ):
        task = bar.add_task("reading", total=None)

        def show(number: int, total: int, path: Path) -> None:
            rate = number / max(0.1, time.monotonic() - begun)
            bar.update(task, completed=number, total=total, description=f"{rate:.0f}/s  {path.name[:40]}")

        begun = time.monotonic()
        sources = opened_project.add(
            *paths, encoding=encoding, workers=workers, patience=patience, progress=show, **known
        )
    return _report(sources, json)


def _preview(sources: list[dict[str, Any]], json: bool) -> int:
    if json:
        print_json({"sources": sources})
        return 0
    names = list(dict.fromkeys(name for source in sources for name in _known(source)))
    print_table(
        ("source", *names, "note"),
        [
            (source["path"], *(_known(source).get(name) for name in names), "; ".join(source["notes"]))
            for source in sources
        ],
        empty="no sources",
    )
    return 0


def _known(source: dict[str, Any]) -> dict[str, str]:
    return {**source["fields"], **source["attributes"]}


def _report(sources: list[dict[str, Any]], json: bool) -> int:
    failed = sum(s["status"] == "failed" for s in sources)
    if json:
        print_json({"sources": sources})
        return 1 if failed else 0
    out = stdout()
    for source in sources:
        documents = ", ".join(str(d) for d in source["documents"])
        more = f": {source['reason']}" if source["reason"] else f": document {documents}" if documents else ""
        out.print(f"{source['status']:<13} {source['path']}{more}", markup=False)
    done = sum(s["status"] == "added" for s in sources)
    stderr().print(f"{plural(done, 'source')} added, {plural(failed, 'failure')}")
    return 1 if failed else 0
