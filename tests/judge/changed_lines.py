"""How many lines an edit of a Python file changed, and how many it had to.

The changed lines of a hunk are the larger of those added and removed; imports are not counted. It *had* to change the
lines that hold a token (comments and white space are none) which went or came. A statement that an edit laid over more
lines than before, or a new one that takes several, had to take them only where it does not fit into `limit` columns.
"""
import ast
import difflib
import io
import re
import tokenize

LAYOUT = {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.COMMENT, tokenize.ENDMARKER, tokenize.ENCODING}


def usual_length(texts):
    """The line length that all but one line in two hundred of the texts keep to, of those that tools are set to."""
    lengths = sorted(len(line) for text in texts for line in text.splitlines())
    if not lengths:
        return 88
    kept = lengths[int(0.995 * (len(lengths) - 1))]
    return next((n for n in (79, 80, 88, 90, 95, 99, 100, 110) if n >= kept), 120)


class Side:
    """The tokens of a text, and its statements as (first line, last line)."""

    def __init__(self, text):
        self.lines = text.splitlines()
        self.tokens = []      # (text, first line, last line), lines from 0
        self.statements = []
        start = None
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type == tokenize.NEWLINE and start is not None:
                self.statements.append((start, token.start[0] - 1))
                start = None
            if token.type in LAYOUT:
                continue
            if start is None:
                start = token.start[0] - 1
            self.tokens.append((token.string, token.start[0] - 1, token.end[0] - 1))

    def within(self, first, last):
        return [t for t in self.tokens if t[1] < last and t[2] >= first]

    def statement_at(self, line):
        return next((s for s in self.statements if s[0] <= line <= s[1]), (line, line))

    def width_on_one_line(self, statement):
        first, last = statement
        text = self.lines[first].rstrip()
        for line in self.lines[first + 1:last + 1]:
            part = line.strip()
            text += part if text.endswith(("(", "[", "{")) or part.startswith((")", "]", "}")) else " " + part
        # The comma of a tuple of one stays.
        try:
            value = getattr(ast.parse(text.strip()).body[0], "value", None)
        except (SyntaxError, IndexError):
            value = None
        single = isinstance(value, ast.Tuple) and len(value.elts) == 1
        return len(re.sub(r",([)\]}])", r"\1", text)) + single


def is_import(side, line):
    first, last = side.statement_at(line)
    return bool(re.match(r"\s*(from\s.*\bimport\b|import\b)", side.lines[first]))


def lines_with(tokens):
    return {n for _, first, last in tokens for n in range(first, last + 1)}


def hunk(before, after, i1, i2, j1, j2, limit):
    """(changed, had to, texts of the statements that were touched)"""
    old_counted = [n for n in range(i1, i2) if before.lines[n].strip() and not is_import(before, n)]
    new_counted = [n for n in range(j1, j2) if after.lines[n].strip() and not is_import(after, n)]
    changed = max(len(old_counted), len(new_counted))
    if not changed:
        return 0, 0, []
    old, new = before.within(i1, i2), after.within(j1, j2)
    gone, come = [], []
    for op, a1, a2, b1, b2 in difflib.SequenceMatcher(None, [t[0] for t in old], [t[0] for t in new], False).get_opcodes():
        if op != "equal":
            gone += old[a1:a2]
            come += new[b1:b2]
    old_lines = lines_with(gone) & set(old_counted)
    need_new, wide = 0, set()
    touched = {after.statement_at(n) for n in lines_with(come) & set(new_counted)}
    for first, last in touched:
        lines = {n for n in range(max(first, j1), min(last + 1, j2)) if n in new_counted}
        own = lines & lines_with(come)
        whole = first >= j1 and last < j2
        was_one = whole and i2 - i1 <= 1
        if last > first and whole and (was_one or own == lines):
            fits = after.width_on_one_line((first, last)) <= limit
            need_new += 1 if fits else len(lines)
            if not fits:
                wide.add((first, last))
        else:
            need_new += len(own)
    texts = ["\n".join(after.lines[f:l + 1]) for f, l in sorted(touched)]
    texts += ["\n".join(before.lines[f:l + 1]) for f, l in sorted({before.statement_at(n) for n in old_lines})] if not touched else []
    return changed, min(changed, max(len(old_lines), need_new)), texts


def measure(before, after, limit):
    """(changed lines, lines that had to change, texts of the statements that were touched)"""
    a, b = Side(before), Side(after)
    total, least, touched = 0, 0, []
    for op, i1, i2, j1, j2 in difflib.SequenceMatcher(None, a.lines, b.lines, False).get_opcodes():
        if op == "equal":
            continue
        changed, minimum, texts = hunk(a, b, i1, i2, j1, j2, limit)
        total, least = total + changed, least + minimum
        touched += texts
    return total, least, touched
