"""What happens to the tenders of a procurement, from its award criteria to its award."""
