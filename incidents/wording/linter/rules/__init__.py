"""One file per rule or family; each has `RULES`. The registry finds them."""
