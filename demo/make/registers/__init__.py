"""The registers of the demo portfolio as TOML, read into the records of the workbook."""
