"""Complete records as one JSON document: `{"format": 1, "audits": [...]}`, in ASCII alone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import BinaryIO

from caseaudit.domain.audit import Audit
from caseaudit.domain.unknown import tables

FORMAT = 1


def write(audits: Iterable[Audit], stream: BinaryIO) -> None:
    """Write the audits to a binary stream, each as its record says, one key a line."""
    stream.write(f'{{\n "format": {FORMAT},\n "audits": ['.encode())
    for number, audit in enumerate(audits):
        stream.write(b",\n" if number else b"\n")
        stream.write(json.dumps(tables(audit), ensure_ascii=True, indent=1).encode())
    stream.write(b"\n ]\n}\n")
