"""A project's money: what it may spend, binds itself to, is invoiced, expects and moves."""

from stuurbord.web.finance.models.budget_line import BudgetLine
from stuurbord.web.finance.models.commitment import (
    BINDING_ORDERS,
    COUNTED_COMMITMENTS,
    PAYMENT_DAYS,
    Commitment,
    CommitmentState,
    Order,
    OrderState,
)
from stuurbord.web.finance.models.euros import Credit, Employment, ExpenditureKind, Unit
from stuurbord.web.finance.models.invoice import UNPAID, Invoice, InvoiceState
from stuurbord.web.finance.models.labour import Labour, Rate
from stuurbord.web.finance.models.month_forecast import MonthForecast
from stuurbord.web.finance.models.transfer import ContingencyDraw, DrawState, Transfer, TransferState

__all__ = [
    "BINDING_ORDERS",
    "COUNTED_COMMITMENTS",
    "PAYMENT_DAYS",
    "UNPAID",
    "BudgetLine",
    "Commitment",
    "CommitmentState",
    "ContingencyDraw",
    "Credit",
    "DrawState",
    "Employment",
    "ExpenditureKind",
    "Invoice",
    "InvoiceState",
    "Labour",
    "MonthForecast",
    "Order",
    "OrderState",
    "Rate",
    "Transfer",
    "TransferState",
    "Unit",
]
