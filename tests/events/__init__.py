"""Events: presentations and dinners."""
