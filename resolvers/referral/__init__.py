"""Ways from office to office: searched in arrays, shown by one statement."""
