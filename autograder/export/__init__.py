"""Marks on their way out: to Moodle, Canvas and Gradescope, to spreadsheets, each format in a module of its own."""
