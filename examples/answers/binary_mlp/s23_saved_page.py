"""Saved the page of the login instead of the notebook, under the notebook's name."""

# damage: saved_page
