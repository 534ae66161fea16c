"""What Communique claims about speed and size, as programs that anyone can run: ``python -m benchmarks list``."""
