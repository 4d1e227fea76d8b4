"""An amendment's life: drafted, edited, discussed, settled with its rivals, adopted."""
