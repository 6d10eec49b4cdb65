"""JSON: complete records, in ASCII, and readable as records again."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from caseaudit.domain.audit import Audit
from caseaudit.exports import json_records
from caseaudit.plaintext import clean
from caseaudit.store import records
from hostile import HOSTILE

GOLDEN = Path(__file__).parent / "golden" / "audits.json"


def written(*audits: Audit) -> bytes:
    """Return the bytes of an export."""
    stream = io.BytesIO()
    json_records.write(audits, stream)
    return stream.getvalue()


def test_the_bytes_are_those_of_the_golden_file(signed: Audit) -> None:
    """Another byte is another format: change the golden file only with a line in the changelog."""
    assert written(signed) == GOLDEN.read_bytes()


def test_each_record_is_the_whole_record(signed: Audit) -> None:
    """What comes out is read as the same audit, with what a newer version wrote in it."""
    newer = replace(signed, kept={"record": {"mood": "calm"}, "answers": {"HND-01": {"minutes": 4}}})
    exported = json.loads(written(signed, newer))
    assert exported["format"] == 1
    assert [records.decode(json.dumps(one).encode(), "x.json") for one in exported["audits"]] == [signed, newer]
    assert exported["audits"][1] == json.loads(records.encode(newer))
    assert (exported["audits"][1]["mood"], exported["audits"][1]["answers"][0]["minutes"]) == ("calm", 4)


def test_nothing_to_export_is_still_a_document() -> None:
    """An empty list, not an empty file."""
    assert json.loads(written()) == {"format": 1, "audits": []}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_kept_and_only_ascii_leaves(signed: Audit, text: str) -> None:
    """Shown in a terminal it does nothing; read again it is what was kept."""
    kept = clean(text)
    content = written(replace(signed, case=kept))
    assert {*content} <= {10, *range(32, 127)}
    assert json.loads(content)["audits"][0]["case"] == kept
