"""What the clients of Kratos and of Hydra share: the way there and back, and what can go wrong on it."""
