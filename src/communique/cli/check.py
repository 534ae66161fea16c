"""``communique check``."""

from __future__ import annotations

from communique.cli.common import JsonOption, ProjectArgument, opened, plural, print_json, status, stdout


def command(project: ProjectArgument, json: JsonOption = False) -> int:
    """Verify hashes, quotes at their anchors, references and version intervals; print the state hash."""
    with opened(project) as opened_project, status("checking") as now:
        result = opened_project.check(lambda what: now(f"checking {what}"))
    if json:
        print_json(result)
    else:
        out = stdout()
        for problem in result["problems"]:
            out.print(problem, markup=False)
        verdict = "all is well" if result["ok"] else plural(len(result["problems"]), "problem")
        out.print(f"{project}: {verdict}; state {result['state']}", markup=False)
    return 0 if result["ok"] else 1
