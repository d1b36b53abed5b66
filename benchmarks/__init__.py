"""Speed and accuracy: each file is a command that prints its table."""
