"""A record on disk says what the audit says, to the byte of every text, in JSON and in TOML."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from caseaudit.domain import audit as steps
from caseaudit.domain.audit import Audit
from caseaudit.domain.carrying import PackUsed
from caseaudit.plaintext import clean
from caseaudit.store import records
from hostile import HOSTILE
from made_up import AT, audits, begun

endings = st.sampled_from([".json", ".toml"])
some = settings(max_examples=50)


@some
@given(audits(), endings)
def test_what_is_written_is_what_is_read(audit: Audit, ending: str) -> None:
    """Any audit comes back equal, with every field that only a newer version knows."""
    assert records.decode(records.encode(audit, ending), f"x{ending}") == audit


@some
@given(audits(), endings)
def test_writing_twice_writes_the_same_bytes(audit: Audit, ending: str) -> None:
    """A file that was read and written without a change has not changed by a byte."""
    once = records.encode(audit, ending)
    assert records.encode(records.decode(once, f"x{ending}"), ending) == once


@some
@given(audits())
def test_json_and_toml_say_the_same(audit: Audit) -> None:
    """A record turned into the other format and back is the record, in the same order."""
    audit = replace(audit, kept={})
    there = records.decode(records.encode(audit, ".toml"), "x.toml")
    assert records.encode(there) == records.encode(audit)


@some
@given(audits(), endings)
def test_what_was_signed_is_what_is_read(audit: Audit, ending: str) -> None:
    """The digest that a signature carries is the same before the save and after the load."""
    loaded = records.decode(records.encode(audit, ending), f"x{ending}")
    assert steps.content_digest(loaded) == steps.content_digest(audit)


@given(st.text(st.characters()).map(clean), endings)
def test_any_text_rests_as_it_was_typed(text: str, ending: str) -> None:
    """Whatever a person types or pastes: the same characters come back."""
    audit = steps.answered(begun(), "HND-02", reason=text)
    assert records.decode(records.encode(audit, ending), f"x{ending}").answer("HND-02").reason == text


@pytest.mark.parametrize("ending", [".json", ".toml"])
@pytest.mark.parametrize(
    "text", [*HOSTILE, "line one\u2028<<<<<<< HEAD", "a\n<<<<<<< HEAD\nb\n>>>>>>> x", "=" * 7 + "\n"]
)
def test_texts_that_broke_other_programs(text: str, ending: str) -> None:
    """Brackets, quotes, formulas, right-to-left and the marks of a merge are only text inside a record."""
    audit = steps.answered(begun(), "HND-02", reason=clean(text), evidence=clean(text) * 2)
    assert records.decode(records.encode(audit, ending), f"x{ending}") == audit


def test_a_record_is_written_for_people() -> None:
    """One key a line in a fixed order, what is not said left out, a line end at the end."""
    text = records.encode(begun()).decode()
    assert text.startswith('{\n "format": 1,\n "id": "20261120-abcdef",\n "revision": {},\n "checklist": {\n')
    assert text.endswith("}\n")
    assert 'judgement": null' not in text
    keys = list(json.loads(text))
    assert keys == [field for field in Audit.__struct_fields__ if field in keys]


@pytest.mark.parametrize("ending", [".json", ".toml"])
def test_a_byte_order_mark_is_taken_off(ending: str) -> None:
    """Some editors put one in front; the record reads as without it."""
    audit = begun()
    assert records.decode(b"\xef\xbb\xbf" + records.encode(audit, ending), f"x{ending}") == audit


# ── fields that only a newer version knows ───────────────────────────────────


def with_unknown() -> dict[str, object]:
    """Return a record's tables with something unknown in every table that a person would extend."""
    tables = json.loads(records.encode(steps.with_action(begun(), steps.Action("A1", "Visit", "W", "2026-12-01"))))
    tables["mood"] = {"of": ["the", None, {"team": 1.5}]}
    tables["kept"] = {"by": "that name"}
    tables["checklist"]["edition"] = 2
    tables["sections"][0]["colour"] = "green"
    tables["answers"][1]["confidence"] = "high"
    tables["actions"][0]["cost"] = 120
    return tables


def test_unknown_fields_stay_where_they_were() -> None:
    """A record of a newer version goes through this one and loses nothing."""
    tables = with_unknown()
    audit = records.decode(json.dumps(tables).encode(), "x.json")
    assert json.loads(records.encode(audit)) == tables


def test_unknown_fields_move_with_their_part() -> None:
    """When the answer around it changes, what is unknown stays with the answer."""
    audit = records.decode(json.dumps(with_unknown()).encode(), "x.json")
    audit = steps.answered(audit, "HND-02", state="graded", grade="yes")
    assert json.loads(records.encode(audit))["answers"][1]["confidence"] == "high"


def test_toml_leaves_out_only_what_it_has_no_word_for() -> None:
    """TOML knows no null: an unknown field that holds one is left out, all else stays."""
    audit = records.decode(json.dumps(with_unknown()).encode(), "x.json")
    again = records.decode(records.encode(audit, ".toml"), "x.toml")
    assert again.kept["record"]["mood"] == {"of": ["the", {"team": 1.5}]}
    assert again.kept["sections"] == {"handover": {"colour": "green"}}


def test_a_date_in_toml_stays_a_date_as_text() -> None:
    """An unknown TOML date is kept as text, so that the JSON revision and the TOML file agree."""
    words = records.encode(begun(), ".toml").replace(b'case = "EB-1042"', b'case = "EB-1042"\nseen = 2026-11-20')
    audit = records.decode(words, "x.toml")
    assert audit.kept == {"record": {"seen": "2026-11-20"}}
    assert records.decode(records.encode(audit), "x.json") == audit


def test_a_field_called_kept_cannot_speak_for_the_record() -> None:
    """A file cannot smuggle another id in through the place where unknown fields are kept."""
    tables = json.loads(records.encode(begun()))
    tables["kept"] = {"record": {"id": "../../elsewhere"}, "answers": 5}
    audit = records.decode(json.dumps(tables).encode(), "x.json")
    assert json.loads(records.encode(audit))["id"] == "20261120-abcdef"


def test_a_revision_is_read_with_all_that_it_holds() -> None:
    """Revisions skip the search for repeated keys and nothing else."""
    content = json.dumps(with_unknown()).encode()
    assert records.decode(content, "x.json", by_hand=False) == records.decode(content, "x.json")


def test_a_signed_audit_stays_signed() -> None:
    """Signature, judgement and events survive both formats."""
    audit = replace(
        begun(),
        judgement=steps.Judgement("good", "good", "So.", "Because."),
        sign_off=steps.SignOff("A", AT, steps.MEANING, "0" * 64),
    )
    for ending in (".json", ".toml"):
        assert records.decode(records.encode(audit, ending), f"x{ending}") == audit


def test_an_audit_of_no_pack_is_written_as_before_there_were_packs() -> None:
    """No new field in it, so older records and their signatures stay byte for byte what they were."""
    tables = json.loads(records.encode(begun()))
    assert "pack" not in tables
    assert not any("carried" in answer for answer in tables["answers"])


@pytest.mark.parametrize("ending", [".json", ".toml"])
def test_the_pack_of_an_audit_rests_with_it(ending: str) -> None:
    """With its other audits and the questions they share, and with what a newer version knows about it."""
    pack = PackUsed("core", ("20261120-abcdef", "20261120-bbbbbb"), ("HND-01",))
    audit = replace(begun(), pack=pack, kept={"pack": {"drawn": "by lot"}})
    read = records.decode(records.encode(audit, ending), f"x{ending}")
    assert read == audit
    assert json.loads(records.encode(read))["pack"]["drawn"] == "by lot"
