"""What is taken out of the classroom as files."""
