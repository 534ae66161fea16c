"""Codebook, entities, and finding the words that a quote means."""
