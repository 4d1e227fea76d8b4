"""Pages of the dues, by subject."""
