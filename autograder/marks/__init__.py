"""What people decide: written answers, manual marks, overrides, late days, and the mark that comes of it all."""
