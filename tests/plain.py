"""Public pages in a browser without a server: their files as functions make them, by address."""

from contextlib import contextmanager

SITE = "http://plain.test"
# What a browser's translation does to a page: every text in an element of its own
TRANSLATE = """() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const all = [];
    while (texts.nextNode()) all.push(texts.currentNode);
    for (const text of all.filter(text => !text.parentElement.closest("script, style, select"))) {
        const font = document.createElement("font");
        text.replaceWith(font);
        font.append(text);
    }
}"""


@contextmanager
def pages(chrome, files):
    """Open addresses of `files` (kind and content by path), `strangers` of a page are what it asked for beside them."""
    contexts = []

    def open_(address, **given):
        context = chrome.new_context(reduced_motion="reduce", **given)
        contexts.append(context)
        page = context.new_page()
        page.asked, page.strangers = [], []

        def send(route):
            path = route.request.url.removeprefix(SITE).partition("?")[0]
            page.asked.append(path)
            kind, body = files.get(path, ("text/plain", None))
            if body is None:
                page.strangers.append(path)
            # An answer without a body would be Chromium's own page, at an address of its own
            status, text = (404, "Not found") if body is None else (200, body)
            route.fulfill(status=status, body=text, content_type=f"{kind}; charset=utf-8")

        page.route("**/*", send)
        page.goto(SITE + address)
        return page

    try:
        yield open_
    finally:
        for context in contexts:
            context.close()
