"""What is uncertain about a plan, from a workbook or a register to a `RiskModel` and back."""

from stuurbord.exchange.risk_workbook.back import records_from
from stuurbord.exchange.risk_workbook.read import SHEETS, read_risks
from stuurbord.exchange.risk_workbook.translating import RiskRecords, risk_model

__all__ = ["SHEETS", "RiskRecords", "read_risks", "records_from", "risk_model"]
