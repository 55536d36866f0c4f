"""Grading inside a Docker container, for systems on which bubblewrap cannot run: the image, and the call."""
