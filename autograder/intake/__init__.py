"""From paths to submissions: what was handed in, by whom, and which notebook of several counts."""
