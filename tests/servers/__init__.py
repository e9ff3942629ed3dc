"""Real and scripted mail servers on loopback, for the tests."""
