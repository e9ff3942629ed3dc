"""The vocabulary: frozen values that every wing may import, and that import nothing of ours."""
