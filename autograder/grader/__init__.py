"""The grading process: a client that asks, and a server that grades one submission after the other in the engine."""
