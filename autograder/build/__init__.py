"""From an instructor's master notebook and tests to what students and graders get."""
