"""What /gruppearbeid is made of."""
