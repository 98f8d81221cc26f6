"""Makes the demo portfolio: twelve Microsoft Project plans and one workbook, from readable Dutch content.

``python -m demo.make`` (from the root of the checkout) writes everything under ``demo/``. The same content
gives the same bytes: nothing here knows a clock or a random generator.
"""
