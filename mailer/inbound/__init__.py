"""What does this mail mean? Pure: bytes and rules in, values out."""
