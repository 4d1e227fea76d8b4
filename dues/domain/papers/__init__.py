"""What the dues print."""
