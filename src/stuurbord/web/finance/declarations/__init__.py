"""The registers of money, declared."""

from stuurbord.web.finance.declarations.budget import BUDGET
from stuurbord.web.finance.declarations.commitments import COMMITMENTS, ORDERS
from stuurbord.web.finance.declarations.forecasts import MONTH_FORECASTS
from stuurbord.web.finance.declarations.invoices import INVOICES
from stuurbord.web.finance.declarations.labour import LABOUR, RATES
from stuurbord.web.finance.declarations.transfers import DRAWS, TRANSFERS
from stuurbord.web.lists.register import declare


def declare_all() -> None:
    """Declare the registers of this app, in the order in which money goes."""
    for register in (
        BUDGET,
        COMMITMENTS,
        ORDERS,
        INVOICES,
        MONTH_FORECASTS,
        TRANSFERS,
        DRAWS,
        LABOUR,
        RATES,
    ):
        declare(register)
