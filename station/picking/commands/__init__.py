"""Everything an operator does at the picking desk: decided by the rules, committed, then true in memory."""
