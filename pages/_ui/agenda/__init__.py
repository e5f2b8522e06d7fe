"""Saksliste: the agenda as it goes, the item that is up, and the clocks of the rooms."""
