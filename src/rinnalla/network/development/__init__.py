"""Development actions from idea to what goes on, lessons, and stories told by consent (E-02, L-68, T-38, E-47)."""
