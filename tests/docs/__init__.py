"""The words of the project are held to what it does: examples are loaded and run, tables compared with the code."""
