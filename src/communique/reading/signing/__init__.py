"""Who signs a text: rosters of joint statements, in the forms that people give them."""

from communique.reading.signing.finder import find_signatories

__all__ = ["find_signatories"]
