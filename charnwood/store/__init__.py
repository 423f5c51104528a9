"""The data folder: read it, write it, renew it."""
