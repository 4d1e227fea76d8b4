"""Electronic signatures of the minutes, and what proves them afterwards."""
