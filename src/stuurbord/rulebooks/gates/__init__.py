"""Gates: what must be known and shown before a project may go on, and the kinds of evidence for it."""
