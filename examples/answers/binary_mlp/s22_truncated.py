"""The disk was full when the notebook was saved: the file ends in the middle."""

# damage: truncated
