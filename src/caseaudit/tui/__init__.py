"""The terminal screens: the only package that knows Textual."""

import os

# Textual reads these when it is imported, and each makes it write what is on screen, case text, to a file or socket.
for _variable in ("TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_SCREENSHOT", "TEXTUAL_SCREENSHOT_LOCATION"):
    os.environ.pop(_variable, None)
