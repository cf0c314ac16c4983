"""Abschläge: what may be chosen, when it is due, and what it leads to. Pure; amounts are gross EUR."""
