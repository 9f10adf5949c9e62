"""One module a reporter; each folds the events of a run."""
