"""What firms ask the secretariat to change."""
