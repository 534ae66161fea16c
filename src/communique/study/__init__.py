"""One function per verb: what the command line and notebooks call."""
