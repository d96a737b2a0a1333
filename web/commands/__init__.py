"""The commands of `netzlotse`, but for those that serve."""
