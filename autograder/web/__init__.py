"""Web: a graded class in the browser: the report, students, marking by question and export, on this machine alone."""
