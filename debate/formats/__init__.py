"""What debates bring in from files and pasted text, and give out."""
