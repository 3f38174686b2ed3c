"""Small pieces that every screen is made of."""
