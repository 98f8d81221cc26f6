"""Keep the translation catalogues complete: what the sources say, in each language, without gettext tools.

The sources are English. ``nl`` leads and is complete, ``fr`` follows and is complete; ``en`` is the source
language itself, so its catalogue holds only the strings that must read otherwise than their source.
"""
