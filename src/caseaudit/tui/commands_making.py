"""The commands of making an exemplar of one of our own audits."""

from __future__ import annotations

from caseaudit.tui.command import Command

MAKINGS = (
    Command("makings.open", "enter", "open", "Open", "Go on with the one under the cursor.", footer=True),
    Command("makings.new", "n", "new", "New", "Begin one with a signed-off audit.", footer=True),
    Command("makings.discard", "d", "discard", "Discard", "Remove it and all that it holds.", footer=True),
    Command("makings.back", "escape,q", "back", "Back", "Back to the training.", footer=True, shown="esc"),
)
SIGNED_AUDITS = (
    Command("signed_audits.choose", "enter", "choose", "Choose", "Begin with the audit under the cursor.", footer=True),
    Command("signed_audits.back", "escape,q", "back", "Back", "Begin nothing.", footer=True, shown="esc"),
)
MAKING = (
    Command(
        "making.decide",
        "enter",
        "decide",
        "Do it",
        "Write what is wanting, or replace the words in doubt.",
        footer=True,
    ),
    Command("making.stays", "s", "stays", "Stays", "These words name nobody and are no date: they stay.", footer=True),
    Command("making.next", "n,right", "turn(1)", "Next", "The next text; what the audit says comes last.", footer=True),
    Command("making.before", "p,left", "turn(-1)", "Before", "The text before."),
    Command("making.write", "e", "write", "Write", "Write the text that is shown.", footer=True),
    Command("making.words", "w", "words", "Word list", "The names to replace, one on each line.", footer=True),
    Command("making.choose", "g", "choose", "Criteria", "Choose the criteria that the extract is graded on."),
    Command("making.confirm", "c", "confirm", "Confirm", "Somebody else reads and confirms it.", footer=True),
    Command("making.finish", "f", "finish", "Finish", "Write what is confirmed into your own library.", footer=True),
    Command("making.discard", "d", "discard", "Discard", "Remove it and all that it holds."),
    Command("making.back", "escape,q", "back", "Back", "Leave it; everything is kept.", footer=True, shown="esc"),
)
