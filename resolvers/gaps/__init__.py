"""What the network lacks: a file for each kind of gap."""
