"""What people do about themselves: one function for each deed."""
