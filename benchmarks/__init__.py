"""What our work costs, each beside its floor, measured in the same run: ``make bench``."""
