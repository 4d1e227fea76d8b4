"""What the books tell: collection, forecast, the year, the entries for other programs."""
