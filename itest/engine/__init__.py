"""The run itself: plan, pool, scenario loop, attempts, services; it yields events."""
