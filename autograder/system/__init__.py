"""What the package needs of the operating system: clocks, handles of processes, folders, signals, secrets."""
