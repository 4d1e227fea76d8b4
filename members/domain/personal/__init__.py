"""What is kept of persons, told and forgotten."""
