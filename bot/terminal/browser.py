"""Web pages in a browser with a window of its own, where there is one."""

from __future__ import annotations

import subprocess
import webbrowser

# They would take over the terminal in the middle of a chat.
IN_THE_TERMINAL = frozenset(["elinks", "links", "lynx", "w3m", "www-browser"])


def open_page(address: str) -> bool:
    """Whether a browser was started on `address`, which must be http or https.

    Over ssh there is none, unless a display is forwarded or BROWSER names one.
    """
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    if not isinstance(browser, webbrowser.GenericBrowser | webbrowser.UnixBrowser):
        return browser.open(address)
    if browser.basename in IN_THE_TERMINAL:
        return False
    words = [word.replace("%s", address) for word in getattr(browser, "args", ["%s"])]
    try:
        # Started here, for its own complaints would stand in the middle of the chat.
        subprocess.Popen(
            [browser.name, *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    return True
