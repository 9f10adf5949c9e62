"""The doors to the disk: everything that itest writes, removes or reads by itself goes through this room."""
