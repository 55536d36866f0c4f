"""What an assignment holds besides its tests: the solution, and the banks of wrong and right solutions."""
