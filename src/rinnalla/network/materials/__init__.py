"""The material bank: tools, instructions and methods, for professionals, clients and employers (T-48, T-65)."""
