"""Changes of contracts, each with its permission check, validation and audit entry."""
