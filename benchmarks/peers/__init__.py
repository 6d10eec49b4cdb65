"""What people would write themselves instead, with the tools that they know."""
