"""Pages, an API and feeds over the index: surfaces without logic, and read only."""
