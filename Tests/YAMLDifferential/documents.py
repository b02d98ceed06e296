"""Random YAML texts, the same for the same seed: well-formed ones in every style, and damaged ones."""

import random

PLAIN = (
    "a b c-d it's é 日本語 😀 a,b a:b a#b -a ?a :a .a ~a null Null NULL ~ true True FALSE yes NO on off y n "
    "0 7 42 -1 +12 0777 08 00 0o17 0o8 0x1F 0xg 0b11 0B1 -0x1F +0o7 1_000 _1 1__0 1e3 12e03 1E+5 1. .5 -.5 0.1 -2.50 "
    ".5e3 1.5e-7 .inf -.Inf .NaN .nan inf 18446744073709551615 18446744073709551616 -9223372036854775808 "
    "-9223372036854775809 1e999 1e-999 2001-12-14 2001-1-1 2001-13-01 2001-12-14T21:59:43Z 12:30 190:20:30.15 1.2.3 "
    "= << - -- -- .. <<a 4096 cron-1 http://a.b/c?d=e#f $X ${X} */5"
).split(" ")
PHRASES = ["a b", "a  b", "2001-12-14 21:59:43", "2001-12-14 21:59:43 Z", "a # b", "x y: z", "0 * * * *", "a\tb"]
KEYS = "a b c d name é k-1 'q' \"r\\n\" x.y/z '1' 1a yes = <<x 0x a:b".split(" ") + ["a b"]
ODD_KEYS = ["1", "true", "~", "1.5", "0777", "? [x]\n", "'a'", "!!str 1", "&k e", "2001-12-14", "<<", "? |\n  k\n"]
TAGS = ["!!str ", "!!int ", "!!float ", "!!bool ", "!!null ", "!!map ", "!!seq ", "! ", "!x ", "!!binary ", "!!set "]
ESCAPES = ["\\n", "\\t", '\\"', "\\\\", "\\/", "\\0", "\\x41", "\\u00e9", "\\U0001F600", "\\e", "\\_", "\\N", "\\ "]
LINES = ["one", "two  three", " more", "é 日本", "# no comment", "- x", "k: v", "'", '"', "", "", "\tz", "end "]
PIECES = (
    ["\n", "\n  ", "\n ", "\n\n", " ", "  ", "\t", "\r\n", "- ", "? ", ": ", ":", ",", "[", "]", "{", "}", "#"]
    + [" # x\n", "|\n", ">-\n", "|2\n", "|+\n", "'", '"', "&x ", "*x", "<<: ", "!!str ", "!", "---\n", "...\n", "\\"]
    + ["%YAML 1.2\n", "a", "b", "k: v", "1", "~", "é", "a: 1\n", "- b\n"]
)


class Writer:
    """Writes one text, without caring whether it is well-formed in every corner."""

    def __init__(self, random):
        self.random = random
        self.anchors = []

    def one_in(self, count):
        return self.random.randrange(count) == 0

    def stream(self):
        text = ""
        if self.one_in(12):
            text += self.random.choice(["%YAML 1.2\n---\n", "%YAML 1.1\n---\n", "# c\n---\n", "--- # c\n", "\n\n"])
        for number in range(1 if not self.one_in(8) else self.random.randint(2, 3)):
            if number > 0:
                text += self.random.choice(["---\n", "---\n", "...\n---\n", "--- # c\n"])
            self.anchors = []
            text += self.document()
        if self.one_in(20):
            text = text.rstrip("\n")
        if self.one_in(10):
            text = text.replace("\n", "\r\n")
        if not self.one_in(12):
            text = text.replace("\t", " ")
        return text

    def document(self):
        kind = self.random.randrange(10)
        if kind == 0:
            return self.flow(3).lstrip() + "\n"
        if kind == 1:
            return self.scalar(0, False).lstrip(" ") + "\n"
        return self.block(self.random.randint(2, 4), 0, kind < 8)

    def block(self, depth, indent, is_map):
        """The lines of a block mapping or list."""
        margin, lines, used = " " * indent, "", set()
        for _ in range(self.random.randint(1, 4)):
            if self.one_in(10):
                lines += self.random.choice(["\n", margin + "# c\n", "# c\n", "  \n"])
            if not is_map:
                lines += margin + "-" + self.value(depth - 1, indent, False)
                continue
            key = self.random.choice(KEYS if not self.one_in(30) else ODD_KEYS)
            if key in used and not self.one_in(20):
                continue
            used.add(key)
            if self.anchors and self.one_in(10):
                names = ["*" + self.random.choice(self.anchors) for _ in range(2)]
                lines += margin + "<<: " + self.random.choice([names[0], "[" + ", ".join(names) + "]"]) + "\n"
            if key.startswith("?"):
                lines += margin + key.replace("\n  ", "\n" + margin + "  ") + margin + ":"
            elif self.one_in(25):
                lines += margin + "? " + key + "\n" + margin + ":"
            else:
                lines += margin + key + self.random.choice([":", ":", ":", ":", " :"])
            lines += self.value(depth - 1, indent, True)
        return lines or margin + ("a: 1\n" if is_map else "- 1\n")

    def value(self, depth, indent, is_in_map):
        """What follows `-` or `key:`, up to the end of its last line."""
        head = self.properties()
        kind = self.random.randrange(12)
        if depth > 0 and kind < 4:
            is_map = self.one_in(2)
            if not is_in_map and not head and self.one_in(2):
                width = self.random.randint(1, 3)
                inner = self.block(depth, indent + 1 + width, is_map)
                if inner.lstrip(" ")[:1] not in ("\n", "#"):
                    return " " * width + inner.lstrip(" ")
            step = 0 if is_in_map and not is_map and self.one_in(2) else self.random.randint(1, 4)
            return head + self.comment() + "\n" + self.block(depth, indent + step, is_map)
        if self.anchors and kind == 4:
            return " *" + self.random.choice(self.anchors) + self.comment() + "\n"
        if kind < 7:
            return head + " " + self.flow(depth) + self.comment() + "\n"
        if kind == 7:
            return head + self.random.choice(["", " "]) + self.comment() + "\n"
        if kind < 10:
            return head + self.literal(indent)
        return head + " " + self.scalar(indent + self.random.randint(1, 3), True) + self.comment() + "\n"

    def properties(self):
        head = ""
        if self.one_in(8):
            name = "x%d" % self.random.randrange(4)
            head += " &" + name
            self.anchors.append(name)
        if self.one_in(15):
            head += " " + self.random.choice(TAGS if self.one_in(3) else TAGS[:1]).rstrip()
        return head

    def comment(self):
        if self.one_in(2):
            return ""
        return self.random.choice(["", "", "", "", "", " ", " # c", "  # é: x", "\t# t", "\t"])

    def literal(self, indent):
        """A block scalar with its header."""
        width = self.random.randint(1, 3)
        indicator = self.random.choice(["", "", "", str(width)])
        header = [indicator, self.random.choice(["", "", "-", "+"])]
        self.random.shuffle(header)
        text = " " + self.random.choice("|>") + "".join(header) + self.random.choice(["", "", " ", " # c"]) + "\n"
        for line in self.random.choices(LINES, k=self.random.randint(0, 5)):
            spaces = indent + width if line else self.random.choice([0, self.random.randint(0, 6)])
            text += " " * spaces + line + "\n"
        return text

    def scalar(self, indent, is_block):
        """A plain or quoted scalar, over several lines at times."""
        break_ = self.random.choice([" ", "\n" + " " * indent, "\n\n" + " " * indent, "\n \n\n" + " " * indent])
        kind = self.random.randrange(6)
        if kind < 2:
            return self.random.choice(PLAIN if not self.one_in(5) else PHRASES)
        if kind == 2:
            words = self.random.choices(["a", "b c", "é", "1", "-x", "it's", "d#"], k=self.random.randint(1, 3))
            return break_.join(words)
        words = self.random.choices(PLAIN + PHRASES, k=self.random.randint(0, 3))
        text = break_.join(words)
        if kind == 3:
            return "'" + text.replace("'", "''") + "'"
        escapes = "".join(self.random.choices(ESCAPES, k=self.random.randint(0, 3)))
        if self.one_in(20):
            escapes += self.random.choice(["\\\n" + " " * indent, "\\q", "\\x4", "\\ud83d\\ude00"])
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + escapes + '"'

    def flow(self, depth):
        """A flow collection, or a scalar that may stand in one."""
        kind = self.random.randrange(5)
        space = self.random.choice(["", "", " ", "  ", "\n    ", " # c\n    ", "\t"]) if self.one_in(4) else ""
        if depth <= 0 or kind < 2:
            if self.anchors and self.one_in(8):
                return "*" + self.random.choice(self.anchors) + " "
            text = self.scalar(4, False)
            return text if text[:1] in "'\"" or not set(text) & set("[]{},#\t") else "z"
        if kind == 2 and self.one_in(2):
            name = "x%d" % self.random.randrange(4)
            item = "&" + name + " " + self.flow(depth - 1)
            self.anchors.append(name)
            return "[" + item + "]"
        items = []
        for _ in range(self.random.randint(0, 3)):
            if kind == 3 and not self.one_in(6):
                key = self.random.choice(KEYS if not self.one_in(15) else ["1", "~", "? a", "[x]", '"j"'])
                colon = self.random.choice([": ", ": ", ": ", " : ", ":" if key[:1] in "'\"" else ": "])
                items.append(key + colon + space + self.flow(depth - 1))
            else:
                items.append(self.flow(depth - 1))
        open_, close = "[]" if kind != 3 else "{}"
        comma = self.random.choice([", ", ", ", ",", " ,", ",\n    "])
        tail = self.random.choice(["", "", "", ","]) if items else ""
        return open_ + space + comma.join(items) + tail + close


def damaged(text, random):
    """A text with a few of its characters taken out, doubled, or replaced."""
    for _ in range(random.randint(1, 3)):
        at = random.randrange(len(text) + 1)
        to = min(len(text), at + random.choice([0, 0, 1, 1, 2, 8]))
        text = text[:at] + random.choice(["", random.choice(PIECES), text[at:to] * 2]) + text[to:]
    return text


def document(seed):
    """The text number `seed`."""
    source = random.Random(seed)
    kind = source.randrange(10)
    if kind == 0:
        return "".join(source.choices(PIECES, k=source.randint(1, 12)))
    text = Writer(source).stream()
    return damaged(text, source) if kind < 4 else text
