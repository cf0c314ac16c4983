"""Argon2id with the parameters OWASP names as the minimum: a phone must not wait, a thief must."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class PortalArgon2(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
