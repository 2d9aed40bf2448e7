"""Static pages of the minutes for any web space, with a search that runs in the browser."""
