"""Money that came in: read, assigned, receipted."""
