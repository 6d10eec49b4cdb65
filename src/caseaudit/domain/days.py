"""Days as people type them: as they are kept, `2026-12-04`, or with the day first, `04/12/2026`."""

from __future__ import annotations

import re
from datetime import date

_DAY_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})(T[0-9]{2}:[0-9]{2})?")


def as_iso(text: str) -> str:
    """Return `2026-12-04` for `04/12/2026`, with the time of day that may follow as `T14:05`.

    The day comes first, as it is written in England. Anything else is returned as it is, for whoever reads it to take
    or refuse: two-digit years, and days that no month has.
    """
    typed = _DAY_FIRST.fullmatch(text.strip())
    if not typed:
        return text
    day, month, year, time = typed.groups()
    try:
        return date(int(year), int(month), int(day)).isoformat() + (time or "")
    except ValueError:
        return text
