"""tests.harness: what kills desks, cuts their power and breaks their disks."""
