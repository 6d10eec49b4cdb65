"""The way in: `caseaudit`, or `python -m caseaudit`."""

from __future__ import annotations

import sys

_INTERRUPTED = 130


def main() -> int:
    """Run the command line and return its exit code. `--version` alone is answered without loading it."""
    if sys.argv[1:] == ["--version"]:
        from caseaudit import __version__

        print(f"caseaudit {__version__}")
        return 0
    try:
        from caseaudit.cli.main import main as command_line

        return command_line(sys.argv[1:])
    except KeyboardInterrupt:  # before anything could answer it better
        return _INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
