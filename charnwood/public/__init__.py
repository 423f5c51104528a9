"""The public edition: plain pages for residents, served, and published as a folder of files."""
