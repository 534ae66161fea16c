"""Communique: from piles of political statements to discourse networks, every number open to its quotes."""
