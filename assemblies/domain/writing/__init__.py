"""Minutes and the other papers, from the record alone."""
