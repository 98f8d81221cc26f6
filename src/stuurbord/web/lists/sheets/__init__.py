"""Registers as Excel sheets, out and back in: derived from their declaration, saved through `save_lines`."""
