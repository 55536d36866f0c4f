"""The upload was interrupted at once: the file is empty."""

# damage: empty
