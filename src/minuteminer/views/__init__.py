"""What pages show, as values: text cut into marked pieces, charts as geometry, filters and pages of a search.

Nothing here writes HTML: a value's words are put into a page by a template that escapes all of them.
"""
