"""From bytes to text, blocks and findings. Pure functions."""
