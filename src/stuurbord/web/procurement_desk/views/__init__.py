"""The pages of procurement_desk."""
