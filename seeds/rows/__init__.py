"""What a row of the files is: its kind, its columns, its times, its problems."""
