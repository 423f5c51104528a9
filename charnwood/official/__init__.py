"""One official or editable file each: path -> checked frame. Knows no data folder."""
