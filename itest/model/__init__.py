"""The nouns of itest: positions, scenarios, exchanges, results, events, errors and the protocols. No I/O, nothing of ours above."""
