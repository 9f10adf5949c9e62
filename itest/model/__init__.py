"""The nouns of itest: positions, scenarios, exchanges, results, events, errors and the protocols; no I/O."""
