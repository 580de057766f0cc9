"""What endpoints do that they should not, and what then becomes of a question."""

from __future__ import annotations

from tests.raw_endpoint import DONE, Steps, event, failure, head, sent

KEY = "sk-secret-0123456789"
TIMEOUT = 0.4  # seconds

NO_COMPLETION = (
    "sent what is no chat completion: check DATELINE_LLM_BASE_URL (it mostly ends in /v1)."
)
TOO_LONG = "says the context is too long: set DATELINE_LLM_CONTEXT to what the model takes."
LIMITED = (
    "is limiting requests (HTTP 429): wait a little, "
    "or set another DATELINE_LLM_BASE_URL or DATELINE_LLM_API_KEY."
)
TIMED_OUT = "timed out (nothing for 0.4 s): raise DATELINE_LLM_TIMEOUT."
BROKE_OFF = "broke off the connection: ask again, or check DATELINE_LLM_BASE_URL."
NOTHING = "wrote nothing: see its log, or set another model."
ERROR = "reported an error while answering: see its log, or set another model."
ENDLESS = "does not stop: see its log, or set another model."

LETTERS = event("Песков")
HALF = LETTERS.index("П".encode()) + 1

FAILURES: dict[str, tuple[Steps, int, str]] = {
    "refuses the key": (
        failure(401, f"Incorrect API key provided: {KEY}"),
        1,
        "refused the key (HTTP 401): correct DATELINE_LLM_API_KEY.",
    ),
    "forbids": (
        failure(403, f"{KEY} may not"),
        1,
        "refused the key (HTTP 403): correct DATELINE_LLM_API_KEY.",
    ),
    "lacks the model": (
        failure(404, f"model 'tiny' not found for {KEY}"),
        1,
        "has no model 'tiny' (HTTP 404): correct DATELINE_LLM_MODEL.",
    ),
    "lacks the page": (
        (head(404, "text/html"), b"<h1>Not Found</h1>"),
        1,
        "was not found (HTTP 404): correct DATELINE_LLM_BASE_URL.",
    ),
    "has moved": (
        (head(308, Location="http://127.0.0.1:9/v1"),),
        1,
        "has moved (HTTP 308): set DATELINE_LLM_BASE_URL to where it is now.",
    ),
    "limits requests": (failure(429, f"slow down {KEY}"), 3, LIMITED),
    "limits requests for an hour": (failure(429, "slow down", Retry_After="3600"), 1, LIMITED),
    "limits requests until a day": (
        failure(429, "slow down", Retry_After="Wed, 21 Oct 2099 07:28:00 GMT"),
        1,
        LIMITED,
    ),
    "has no quota": (
        failure(429, "You exceeded your quota", "insufficient_quota"),
        1,
        "has no quota left (HTTP 429): top it up, or set another DATELINE_LLM_API_KEY.",
    ),
    "fails": (
        failure(500, f"oops {KEY}"),
        3,
        "answered HTTP 500: see its log, or check DATELINE_LLM_MODEL.",
    ),
    "shows a page of its proxy": (
        (head(503, "text/html"), b"<html>Service Unavailable</html>"),
        3,
        "answered HTTP 503: see its log, or check DATELINE_LLM_MODEL.",
    ),
    "takes less text": (failure(400, "too much", "context_length_exceeded"), 1, TOO_LONG),
    "takes a smaller request": (failure(413, "Request too large for model `m`"), 1, TOO_LONG),
    "takes less text, said in the stream": (
        (head(), sent({"error": {"message": "the context is full", "code": 400}})),
        1,
        TOO_LONG,
    ),
    "hangs before the headers": ((3.0,), 1, TIMED_OUT),
    "hangs in mid-stream": ((head(), event("Half an"), 3.0), 1, TIMED_OUT),
    "only says that it lives": ((head(), *((b": ping\n\n", 0.1) * 20)), 1, TIMED_OUT),
    "closes before the headers": ((), 3, BROKE_OFF),
    "closes in the headers": ((b"HTTP/1.1 200 OK\r\nContent-",), 3, BROKE_OFF),
    "closes before any text": ((head(Content_Length="999"), event("")), 3, BROKE_OFF),
    "closes in mid-stream": ((head(Content_Length="999"), event("Half an")), 1, BROKE_OFF),
    "speaks no HTTP": ((b"SSH-2.0-OpenSSH_9.2\r\n",), 3, BROKE_OFF),
    "has no choices": ((head(), sent({"choices": []}), DONE), 3, NOTHING),
    "has null for choices": ((head(), sent({"choices": None}), DONE), 1, NO_COMPLETION),
    "writes white space": ((head(), event(" \n"), event("", "stop"), DONE), 3, NOTHING),
    "writes null": ((head(), event(None), event(None, "stop"), DONE), 3, NOTHING),
    "calls a tool": (
        (
            head(),
            event(None, tool_calls=[{"index": 0, "function": {"name": "f", "arguments": "{}"}}]),
            event(None, "tool_calls"),
            DONE,
        ),
        3,
        NOTHING,
    ),
    "thinks until its tokens are used up": (
        (head(), event("<think>Who"), event(" is it?", "length"), DONE),
        1,
        "used up its tokens before it wrote: "
        "raise DATELINE_LLM_CONTEXT, or set a model that thinks less.",
    ),
    "thinks apart until its tokens are used up": (
        (head(), event(None, reasoning_content="Who?"), event(None, "length"), DONE),
        1,
        "used up its tokens before it wrote: "
        "raise DATELINE_LLM_CONTEXT, or set a model that thinks less.",
    ),
    "sends broken JSON": ((head(), b"data: {'choices': [\n\n"), 1, NO_COMPLETION),
    "sends a string": ((head(), b'data: "hello"\n\n'), 1, NO_COMPLETION),
    "sends another object": ((head(), b'data: {"foo": 1}\n\n'), 1, NO_COMPLETION),
    "sends a web page": ((head(200, "text/html"), b"<html><p>Log in</p></html>"), 1, NO_COMPLETION),
    "sends nothing": ((head(),), 1, NO_COMPLETION),
    "fails in the stream": (
        (head(), sent({"error": {"message": f"out of memory {KEY}"}})),
        1,
        ERROR,
    ),
    "writes without end": ((head(), *((event("More. "), 0.05) * 100)), 1, ENDLESS),
    "fails without end": ((head(500), *((b"data: sorry\n\n", 0.05) * 100)), 1, ENDLESS),
}
"""By what the endpoint does: its steps, how often it is asked, and the line that a person reads."""

SUCCESSES: dict[str, tuple[tuple[Steps, ...], str]] = {
    "comes after two failures": (
        (failure(500, "oops"), (), (head(), event("Here I am."), DONE)),
        "Here I am.",
    ),
    "says when to come again": (
        (failure(429, "slow down", Retry_After="0.2"), (head(), event("Here I am."), DONE)),
        "Here I am.",
    ),
    "writes nothing at first": (
        ((head(), event(""), DONE), (head(), event("Here I am."), DONE)),
        "Here I am.",
    ),
    "cuts a letter in two": (((head(), LETTERS[:HALF], 0.1, LETTERS[HALF:], DONE),), "Песков"),
    "ends with what it used": (
        ((head(), event("Hello."), sent({"choices": [], "usage": {"total_tokens": 9}}), DONE),),
        "Hello.",
    ),
    "names another type": (((head(200, "text/plain"), event("Hello."), DONE),), "Hello."),
    "thinks first": (
        (
            (
                head(),
                event("<thi"),
                event("nk>He <b> "),
                event("is…</th"),
                event("ink>\n\nHi."),
                DONE,
            ),
        ),
        "Hi.",
    ),
    "thinks apart": (
        ((head(), event(None, reasoning_content="He is…"), event("Hi."), DONE),),
        "Hi.",
    ),
    "compares": (((head(), event("1 < 2 <"), event("thin> <th"), DONE),), "1 < 2 <thin> <th"),
}
"""By what the endpoint does: its steps at each request, and the text that is read."""
