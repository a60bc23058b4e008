"""Trainings of professionals, who came, what they learnt and what they would need (V-11, V-116, E-10, E-43)."""
