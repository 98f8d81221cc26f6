"""``python -m stuurbord``: the same as the command ``stuurbord``."""

from stuurbord.cli.main import main

main()
