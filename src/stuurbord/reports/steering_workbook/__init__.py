"""The Excel file behind the steering pack: every figure of it, with the formulas that made it."""

from stuurbord.reports.steering_workbook.write import write

__all__ = ["write"]
