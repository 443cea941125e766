"""What loading means: crates, vans, verdicts, rules; pure."""
