"""What is looked over before anything is written, and how it is told."""
