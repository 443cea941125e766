"""What happened here goes up to the cloud, what changed there comes down: offline first."""
