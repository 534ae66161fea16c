"""Figures in running text: their value, what they are measured in, how sure they are said to be, what they count."""
