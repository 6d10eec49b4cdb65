"""What to say when something goes wrong: one plain line for each problem, and the exit code."""

from __future__ import annotations

from errno import ENAMETOOLONG

import click

from caseaudit.cli import say
from caseaudit.problems import BAD_INPUT, STORAGE_TROUBLE, CaseauditError, Problem, bad_input, nearest

INTERRUPTED = 130


def answer(error: BaseException) -> int:
    """Tell the person what went wrong; return the exit code."""
    if isinstance(error, CaseauditError):
        say.problems(error.problems)
        return error.exit_code
    if isinstance(error, click.Abort | KeyboardInterrupt):
        return INTERRUPTED
    if isinstance(error, click.ClickException):
        return _misused(error)
    if isinstance(error, OSError):
        return _refused_by_the_system(error)
    return _unexpected(error)


def _misused(error: click.ClickException) -> int:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        say.note(error.format_message())
    else:
        say.problems([_usage_problem(error)])
    return BAD_INPUT


def _usage_problem(error: click.ClickException) -> Problem:
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path if context else "caseaudit"
    what, remedy, key = _usage(error, context)
    where = path.removeprefix("caseaudit").strip()
    return Problem(where or key, what, remedy or f"`{path} --help` says what fits", key if where else "")


def _usage(error: click.ClickException, context: click.Context | None) -> tuple[str, str, str]:
    """Return what is wrong, the remedy if there is a better one than the help, and the option or argument."""
    if isinstance(error, click.NoSuchOption):
        known = _options(context) if context else []
        return "is not an option of this command", nearest(error.option_name, known), error.option_name
    if isinstance(error, click.MissingParameter):
        return "is missing", "", _name(error.param)
    if isinstance(error, click.BadOptionUsage):
        return "needs a value after it", "", error.option_name
    if isinstance(error, click.BadParameter):
        return _lowered(error.message), "", _name(error.param)
    return _lowered(error.format_message()), "", ""


def _options(context: click.Context) -> list[str]:
    return [option for parameter in context.command.get_params(context) for option in parameter.opts
            if option.startswith("--")]  # fmt: skip


def _name(parameter: click.Parameter | None) -> str:
    if parameter is None:
        return ""
    return parameter.opts[-1] if isinstance(parameter, click.Option) else parameter.human_readable_name


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:].rstrip(".")


def _refused_by_the_system(error: OSError) -> int:
    from pathlib import Path

    from caseaudit.store.filesystem import trouble

    where = error.filename if isinstance(error.filename, str) else "output"
    if error.errno == ENAMETOOLONG:
        return answer(bad_input(where, "is too long for the name of a file", "Give a shorter one"))
    say.problems(trouble(Path(where), error).problems)
    return STORAGE_TROUBLE


def _unexpected(error: BaseException) -> int:
    from caseaudit.desk import crash

    say.note(crash.sentence(crash.note(error)))
    return STORAGE_TROUBLE
