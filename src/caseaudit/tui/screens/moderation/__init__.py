"""Moderation on screen: what waits for whom, and both grades side by side."""
