"""The workbook of a summary: what a board reads, and every answer behind it, as sheets of a spreadsheet."""
