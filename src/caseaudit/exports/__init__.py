"""What leaves the program: one module a format. They know audits and text, no folders and no terminal."""
