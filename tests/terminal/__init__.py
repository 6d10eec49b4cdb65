"""Journeys in a real pseudo-terminal: the program is a process, its keys are bytes, an emulator draws its screen."""
