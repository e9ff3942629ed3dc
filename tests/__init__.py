"""The tests. A package, so that they find each other's servers from wherever pytest is started."""
