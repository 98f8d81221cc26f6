"""Tags of the pages of tenders."""
