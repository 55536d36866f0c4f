"""The sealed engine: student code runs in a jail, tests and marks stay outside, and only values go between."""
