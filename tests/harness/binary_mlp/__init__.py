"""The graded tests of binary_mlp, held against right and wrong solutions in this process."""
