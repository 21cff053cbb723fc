"""The commands of the classroom."""
