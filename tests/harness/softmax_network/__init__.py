"""The graded tests of softmax_network: what they accept and what they refuse."""
