"""What a person meant: text, time and configuration in, a Reading out."""
