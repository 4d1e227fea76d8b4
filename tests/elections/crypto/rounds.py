"""Threshold trustees, all of them in one place."""

from __future__ import annotations

from elections.crypto import dealing, encoding, trustees
from elections.crypto.group import ED25519, Group


class Rounds:
    def __init__(self, size: int, threshold: int, group: Group = ED25519) -> None:
        self.keys = [trustees.new_keypair(group)[0] for _ in range(size)]
        self.setup = dealing.Setup(
            threshold,
            [
                dealing.certificate(key, size=size, threshold=threshold, index=index, group=group)
                for index, key in enumerate(self.keys, 1)
            ],
            group,
        )
        self.dealings = [
            dealing.deal(key, self.setup, index) for index, key in enumerate(self.keys, 1)
        ]

    def take_up(self) -> list[int]:
        return [
            dealing.take_up(key, self.setup, index, self.dealings)
            for index, key in enumerate(self.keys, 1)
        ]

    def list_of_trustees(self, shares: list[int]) -> str:
        made = [
            dealing.verification_key(share, key, self.setup.group)
            for share, key in zip(shares, self.keys, strict=True)
        ]
        for index, key in enumerate(made, 1):
            dealing.check_verification_key(self.setup, index, self.dealings, key)
        return encoding.dump([dealing.entry(self.setup, self.dealings, made)])
