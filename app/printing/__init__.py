"""The print worker and its transports: papers go to a printer, or to a folder, in a thread of their own."""
