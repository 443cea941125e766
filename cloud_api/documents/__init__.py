"""The three documents of a cut-off and their revision slips: written, kept, drawn and told."""
