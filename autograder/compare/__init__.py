"""Two gradings of a class beside each other: whose marks changed, where, and why."""
