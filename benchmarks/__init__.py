"""What is fast, and against what: every figure is a ratio of two things measured in one run."""
