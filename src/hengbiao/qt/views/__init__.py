"""The three editor views and the grid widget under them."""
