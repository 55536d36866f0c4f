"""An auto-graded assignment harness for courses that build neural networks from scratch in numpy."""

__version__ = "0.1.0"
