"""From bytes to text, blocks and findings. Pure functions."""

from communique.reading.registry import Plugin, plugins, read

__all__ = ["Plugin", "plugins", "read"]
