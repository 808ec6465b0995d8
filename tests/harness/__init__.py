"""The test engine: a moto that behaves like DynamoDB, faults at one choke point, seeded interleavings, meters."""
