"""What the law and its answers become between two days, told as a lawyer's note."""

from stuurbord.rulebooks.be_procurement.difference.compare import (
    LawDifference,
    is_shipped_text,
    law_difference,
)

__all__ = ["LawDifference", "is_shipped_text", "law_difference"]
