"""Lists of cases, as services export them: Annex A workbooks, other workbooks, CSV."""
