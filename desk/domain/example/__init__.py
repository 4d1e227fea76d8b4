"""The invented association that a first start and the demo begin with."""
