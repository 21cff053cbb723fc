"""Pages and fragments of the classroom."""
