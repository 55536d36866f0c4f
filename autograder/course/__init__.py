"""A course: its assignments and their settings, its class list, and what it takes off for late days."""
