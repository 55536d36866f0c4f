"""Notebooks as they ran, for people to read: a page of HTML without a script, or a PDF."""
