"""One story -> slides, documents and files to take away."""
