"""The screen on which one case file is audited."""
