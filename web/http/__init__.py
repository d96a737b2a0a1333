"""What surrounds every request: limits, headers, other origins, logs, metrics, errors."""
