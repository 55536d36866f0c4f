# ruff: noqa
"""Right answers to q6, each written differently."""

# %% one short sentence each, in another language
ans_i = "Y sind die Aktivierungen, Z die Summen davor, W die Gewichte."
ans_ii = "Platz für die Aktivierungen der Schicht."
ans_iii = """Platz für die
Summen vor der Aktivierung."""
ans_iv = "Zufällige Gewichte zwischen -1 und 1."
