"""A checklist as a workbook, and back: what a quality assurance lead edits in a spreadsheet."""
