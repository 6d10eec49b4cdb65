"""The grade counts of every criterion, by team too, as an analyst writes it: glob, json.load, DataFrame, pivot."""

from __future__ import annotations

import glob
import json
import sys

import pandas as pd

OUTSIDE = ("training", "second-grade")


def answers(folder: str) -> list[dict[str, object]]:
    """Return a row for each answer of the signed-off audits."""
    rows: list[dict[str, object]] = []
    for name in glob.glob(f"{folder}/**/*.json", recursive=True):
        with open(name, encoding="utf-8") as file:
            audit = json.load(file)
        if "sign_off" not in audit or audit.get("role") in OUTSIDE:
            continue
        whole = {
            "checklist": audit["checklist"]["id"],
            "team": audit["team"],
            "month": audit["date"][:7],
            "judgement": audit.get("judgement", {}).get("grade", ""),
        }
        on = {section["id"] for section in audit["sections"] if section.get("on", True)}
        for answer in audit["answers"]:
            if answer["section"] in on:
                given = answer.get("grade") or answer["state"]
                rows.append({**whole, "criterion": answer["criterion"], "focus": answer["focus"], "given": given})
    return rows


def main(folder: str) -> None:
    """Print the counts."""
    frame = pd.DataFrame(answers(folder))
    for by in (["checklist", "criterion"], ["team", "focus"], ["month", "checklist"]):
        print(frame.pivot_table(index=by, columns="given", aggfunc="size", fill_value=0).to_string())


if __name__ == "__main__":
    main(sys.argv[1])
