"""Files of firms: read, checked, entered, taken back."""
