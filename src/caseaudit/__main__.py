"""The way in: `caseaudit`, or `python -m caseaudit`."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line and return its exit code. `--version` alone is answered without loading it."""
    if sys.argv[1:] == ["--version"]:
        from caseaudit import __version__

        print(f"caseaudit {__version__}")
        return 0
    from caseaudit.cli.main import main as command_line

    return command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
