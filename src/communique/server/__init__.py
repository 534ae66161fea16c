"""The HTTP API and the built web page, for one person on one machine."""
