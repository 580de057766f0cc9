"""Who may use the bot: nobody until allowed, and the first by a code from the console."""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable, Collection

from bot.telegram.store import Store

CODE_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that can be taken for another
CODE_LENGTH = 10
TRIES_PER_USER = 3
TRIES = 20
QUIET_SECONDS = 3600.0
STRANGERS_KEPT = 1000
ANONYMOUS = frozenset({1087968824, 136817688, 777000})
"""Telegram's own accounts, under which a group's admins and channels write: they are nobody."""


class Pairing:
    """A one-time code that makes whoever sends it the owner."""

    def __init__(self) -> None:
        self.code = "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))
        self._tries: dict[int, int] = {}

    def matches(self, user: int, text: str) -> bool | None:
        """Whether the text is the code; None if this user, or all together, tried too often."""
        tried = self._tries.get(user, 0)
        if tried >= TRIES_PER_USER or sum(self._tries.values()) >= TRIES:
            return None
        typed = text.strip().upper().encode()
        if hmac.compare_digest(typed, self.code.encode()):
            return True
        self._tries[user] = tried + 1
        return False


class Access:
    """The users and chats that are allowed, and how often a stranger is answered."""

    def __init__(
        self,
        configured: Collection[int],
        store: Store,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the ids of the settings; :meth:`load` adds those that the store has."""
        self._allowed = set(configured)
        self._owners = {one for one in configured if one > 0}
        self._store = store
        self._clock = clock
        self._greeted: dict[int, float] = {}
        self.pairing: Pairing | None = None

    async def load(self) -> None:
        """Read who was allowed before; if nobody is, there is a pairing code from now on."""
        stored = await self._store.allowed()
        self._allowed |= stored.keys()
        self._owners |= {one for one, owner in stored.items() if owner}
        if not self._allowed:
            self.pairing = Pairing()

    def allows(self, user: int | None, chat: int | None) -> bool:
        """Whether what this user writes in this chat is for us."""
        if user in self._allowed and user not in ANONYMOUS:
            return True
        return chat is not None and chat < 0 and chat in self._allowed  # a private chat is its user

    def owns(self, user: int) -> bool:
        """Whether the user may let others in: by the settings, or by the pairing code."""
        return user in self._owners

    async def pair(self, user: int, text: str) -> bool | None:
        """Allow the user if the text is the pairing code, which then is spent.

        Returns:
            Whether it was; None if no code is awaited, or was tried too often.
        """
        if self.pairing is None:
            return None
        matched = self.pairing.matches(user, text)
        if matched:
            self.pairing = None
            self._allowed.add(user)
            self._owners.add(user)
            await self._store.allow(user, owner=True)
        return matched

    async def allow(self, user_or_chat: int) -> None:
        """Allow a user or a chat, from now on and after a restart."""
        self._allowed.add(user_or_chat)
        await self._store.allow(user_or_chat)

    async def disallow(self, user_or_chat: int) -> None:
        """Take that back."""
        self._allowed.discard(user_or_chat)
        self._owners.discard(user_or_chat)
        await self._store.disallow(user_or_chat)

    async def migrate(self, chat: int, new: int) -> None:
        """A group became a supergroup: it stays allowed if it was."""
        if chat in self._allowed:
            await self.allow(new)

    def greets(self, stranger: int) -> bool:
        """Whether a stranger gets a line now; they got none for a while."""
        now = self._clock()
        last = self._greeted.get(stranger)
        if last is not None and now - last < QUIET_SECONDS:
            return False
        if len(self._greeted) >= STRANGERS_KEPT:
            del self._greeted[next(iter(self._greeted))]
        self._greeted.pop(stranger, None)
        self._greeted[stranger] = now
        return True
