"""The command line: one module per verb, each a thin layer over the study's function of the same name."""

from __future__ import annotations

import errno
import os
import sys


def main() -> None:
    """Run the command line and leave with 0 (done), 1 (failed) or 2 (wrong usage)."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; every failure is one ``error:`` line on stderr. Returns the exit status."""
    import typer
    from typer.exceptions import TyperException

    from communique.cli.app import application
    from communique.model.errors import CommuniqueError

    try:
        status = application()(args=arguments or ["--help"], prog_name="communique", standalone_mode=False)
        # 130 is how typer tells of Ctrl-C.
        return _fail("interrupted; nothing of the unfinished change was kept", 1) if status == 130 else int(status or 0)
    except CommuniqueError as error:
        return _fail(str(error), error.exit_status)
    except TyperException as error:
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "communique"
        message = str(getattr(error, "message", "") or error).rstrip(".")
        return _fail(f"{message}; `{command} --help` explains", getattr(error, "exit_code", 1))
    except typer.Abort:
        return _fail("interrupted; nothing of the unfinished change was kept", 1)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): leave quietly, and keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        way_out = "make room and try again" if error.errno == errno.ENOSPC else "check the path and the permissions"
        return _fail(f"{place}{error.strerror or error}; {way_out}", 1)
    except Exception as error:
        if os.environ.get("COMMUNIQUE_DEBUG"):
            raise
        detail = " ".join(str(error).split())[:300]
        return _fail(
            f"unexpected {type(error).__name__}: {detail}; this is a bug in Communique: "
            "please report it with what you see after setting COMMUNIQUE_DEBUG=1",
            1,
        )


def _fail(message: str, status: int) -> int:
    print(f"error: {' '.join(message.split())}", file=sys.stderr)  # noqa: T201
    return status
