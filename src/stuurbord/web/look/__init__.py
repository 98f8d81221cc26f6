"""How the pages look: style sheets, scripts, templates and the small drawings in them; no data of its own."""
