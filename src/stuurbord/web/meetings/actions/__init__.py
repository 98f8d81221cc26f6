"""Changes to meetings: each checks a permission, locks the meeting, changes and writes its audit entry."""
