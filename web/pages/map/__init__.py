"""The pages for coordinators."""
