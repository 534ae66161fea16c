"""``communique demo``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from communique.cli.common import plural, status, stderr, stdout
from communique.cli.serve import serve_until_interrupted

if TYPE_CHECKING:
    from communique.figures.report import Report


def command(
    dir: Annotated[Path, typer.Option("--dir", metavar="DIR", help="Where to make it.")] = Path("communique-demo"),
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="Make it and leave; `communique serve` opens it.")
    ] = False,
) -> None:
    """Make the demo study and a report of its networks, and open it in the workbench; Ctrl-C ends it."""
    from communique.study.demo import make_demo

    notes = stderr()
    with status("making the demo study") as now:
        demo = make_demo(dir, now)
    _summary(demo.shown)
    out = stdout()
    out.print()
    for what, path in (
        ("project", demo.project),
        ("report", demo.report),
        ("drawing", demo.svg),
        ("network", demo.graphml),
    ):
        out.print(f"{what:<8} {path}", markup=False)
    if not demo.made:
        notes.print("the project was there already and is as you left it")
    if not no_serve:
        serve_until_interrupted(str(demo.project), None, None, browser=True)


def _summary(report: Report) -> None:
    """Documents, actors, strongest alliances and conflicts, each with a quote from either side."""
    from rich.panel import Panel
    from rich.text import Text

    from communique.figures.pairs import strongest_pairs

    out = stdout()
    out.print(Text(report.title, style="bold"))
    out.print(Text(report.summary), soft_wrap=False)
    period = f", {report.period[0]} to {report.period[1]}" if report.period else ""
    out.print(
        f"{plural(report.documents, 'document')}, {plural(report.statements, 'statement')}, "
        f"{plural(report.actors, 'actor')}, coded by {', '.join(report.coders)}{period}",
        markup=False,
        soft_wrap=False,
    )
    for sign, heading, style in (
        ("congruence", "Strongest alliances", "blue"),
        ("conflict", "Strongest conflicts", "red"),
    ):
        body = Text()
        for pair in strongest_pairs(report.drawings[0], report.quotes, sign, 3):  # type: ignore[arg-type]
            concept = f" on “{pair.concept}”" if pair.concept else ""
            body.append(f"{pair.a.name} and {pair.b.name}", style="bold")
            body.append(f"  {pair.weight:g} pairs of statements{concept}\n")
            for side in (pair.left, pair.right):
                if side is not None:
                    who = side.speaker or side.organization
                    body.append(f"  {who}, {side.date or 'undated'}: ", style="dim")
                    body.append(f"“{' '.join(side.quote.split())}”\n")
        body.rstrip()
        out.print(Panel(body, title=heading, title_align="left", border_style=style), soft_wrap=False)
