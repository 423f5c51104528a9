"""One story -> slides, documents and files to take away."""

KINDS = ("pptx", "docx", "pdf", "html")
"""The formats of a briefing, by how their files end."""
