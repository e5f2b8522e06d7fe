"""The storskjerm: what the room sees, and the small control that drives it."""
