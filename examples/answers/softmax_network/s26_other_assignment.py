"""Handed in the notebook of another assignment."""

# base: stubs
# damage: other_assignment
