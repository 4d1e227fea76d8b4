"""What is kept of firms, and entries that are one."""
