"""One module or package an action kind: its spec, prepare, and the session that sends."""
