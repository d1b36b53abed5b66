"""What stands below the options in the help of every command."""

CODES = "**Exit codes**: 0 done, 1 failed, 2 wrong usage."


def examples(*commands: str, note: str = "") -> str:
    """Commands to try, one a line, an optional note, and the exit codes, in Markdown."""
    lines = ["**Examples**:", *(f"- `{command}`" for command in commands)]
    return "\n\n".join([lines[0], "\n".join(lines[1:]), *([note] if note else []), CODES])
