"""What an operator chose: kept in the profile, changed in a dialog."""
