"""What the what-if page is made of."""
