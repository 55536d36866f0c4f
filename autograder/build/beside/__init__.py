"""What every assignment puts beside students' notebooks. It runs there, so it uses nothing of this package."""
