"""The commands of one audit, from its first question to its signature and after."""
