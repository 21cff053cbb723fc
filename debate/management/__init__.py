"""What people who run the site do from its command line."""
