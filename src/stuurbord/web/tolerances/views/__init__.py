"""The pages of agreements and exceptions."""
