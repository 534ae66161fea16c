"""Whose words: direct quotations with their speakers, and speech that is reported."""

from communique.reading.quoting.finder import find_quotations

__all__ = ["find_quotations"]
