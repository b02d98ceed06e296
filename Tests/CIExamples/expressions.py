"""The part of GitHub's expression language that the examples use. What it does not know is an error, never a guess."""

import re

TOKEN = re.compile(r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<name>[A-Za-z_][\w-]*)|(?P<mark>&&|\|\||==|!=|[!().]))")


class ExpressionError(Exception):
    """An expression that cannot be evaluated."""


def text_of(value):
    """A value as it stands in a text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int)):
        return str(value)
    raise ExpressionError(f"{value!r} in a text")


def interpolate(text, contexts, functions=None):
    """A text with the values of its expressions."""
    return re.sub(r"\$\{\{(.*?)\}\}", lambda match: text_of(evaluate(match.group(1), contexts, functions)), text)


def condition(text, contexts, functions):
    """Whether an `if` holds. Without a function of the status in it, it also asks for success so far."""
    match = re.fullmatch(r"\s*\$\{\{(.*?)\}\}\s*", text, re.DOTALL)
    text = match.group(1) if match else text
    if not re.search(r"\b(always|cancelled|failure|success)\(\)", text):
        text = f"success() && ({text})"
    return bool(evaluate(text, contexts, functions))


def evaluate(text, contexts, functions=None):
    """The value of an expression."""
    tokens = []
    position = 0
    while text[position:].strip():
        match = TOKEN.match(text, position)
        if not match:
            raise ExpressionError(f"'{text[position:]}' in '{text}'")
        tokens.append(match.lastgroup + " " + match.group(match.lastgroup))
        position = match.end()
    parser = Parser(tokens, contexts, functions or {})
    value = parser.either()
    if parser.tokens:
        raise ExpressionError(f"'{text}' goes on behind its end")
    return value


def equal(one, other):
    """Whether two values are equal: texts without regard to case, nothing and the empty text alike."""
    if None in (one, other) and any(isinstance(value, str) and value.isdigit() for value in (one, other)):
        raise ExpressionError("nothing is equal to '0' for GitHub, which compares the two as numbers")
    one, other = ("" if value is None else value for value in (one, other))
    if not isinstance(one, str) or not isinstance(other, str):
        raise ExpressionError(f"{one!r} is compared with {other!r}")
    return one.lower() == other.lower()


class Parser:
    """Evaluates while it reads. Both sides of `&&` and `||` are evaluated, so that a mistake in either shows."""

    def __init__(self, tokens, contexts, functions):
        self.tokens = tokens
        self.contexts = contexts
        self.functions = functions

    def take(self, mark):
        """Whether the mark stands next, which is then consumed."""
        if self.tokens and self.tokens[0] == f"mark {mark}":
            self.tokens.pop(0)
            return True
        return False

    def either(self):
        value = self.both()
        while self.take("||"):
            other = self.both()
            value = value or other
        return value

    def both(self):
        value = self.comparison()
        while self.take("&&"):
            other = self.comparison()
            value = other if value else value
        return value

    def comparison(self):
        value = self.single()
        if self.take("=="):
            return equal(value, self.single())
        if self.take("!="):
            return not equal(value, self.single())
        return value

    def single(self):
        if self.take("!"):
            return not self.single()
        if self.take("("):
            value = self.either()
            if not self.take(")"):
                raise ExpressionError("a parenthesis is not closed")
            return value
        kind, token = (self.tokens.pop(0) if self.tokens else "end ").split(" ", 1)
        if kind == "text":
            return token[1:-1].replace("''", "'")
        if kind != "name":
            raise ExpressionError(f"'{token}' where a value is expected")
        if self.take("("):
            if token not in self.functions or not self.take(")"):
                raise ExpressionError(f"the function '{token}' is not known")
            return self.functions[token]()
        return self.member(token)

    def member(self, name):
        if name not in self.contexts:
            raise ExpressionError(f"there is no '{name}' here")
        value = self.contexts[name]
        path = name
        while self.take("."):
            kind, key = (self.tokens.pop(0) if self.tokens else "end ").split(" ", 1)
            path += f".{key}"
            if kind != "name" or not hasattr(value, "__getitem__") or isinstance(value, str):
                raise ExpressionError(f"'{path}' leads nowhere")
            try:
                value = value[key]
            except KeyError:
                raise ExpressionError(f"there is no '{path}'") from None
        return value
