"""The shipped files: offices from fact tables, hand-kept entries over them, rules."""
