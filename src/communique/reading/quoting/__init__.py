"""Whose words: direct quotations with their speakers, speech that is reported or ascribed, full texts of others."""

from communique.reading.quoting.ascribed import find_ascribed
from communique.reading.quoting.embedded import find_embedded
from communique.reading.quoting.finder import find_quotations

__all__ = ["find_ascribed", "find_embedded", "find_quotations"]
