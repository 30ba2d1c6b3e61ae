"""How many lines an edit of a Python file changed, and how many it had to.

The changed lines of a hunk are the larger of those added and removed; imports are not counted. It *had* to change the
lines that hold a token (comments and white space are none) which went or came. A statement, or an item between the brackets of
one, that an edit laid over more lines than before, or a new one that takes several, had to take them only where it does not
fit into `limit` columns.
"""
import ast
import collections
import difflib
import io
import itertools
import re
import tokenize

OPENING, CLOSING = {"(", "[", "{"}, {")", "]", "}"}
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
        # How many brackets are open behind each line.
        opened = collections.Counter()
        for text, first, _ in self.tokens:
            opened[first] += (text in OPENING) - (text in CLOSING)
        self.depths = list(itertools.accumulate(opened[n] for n in range(len(self.lines))))

    def run_at(self, line):
        """The last line of what begins on a line: a statement, or an item (or several) between brackets that lines break
        around. None: the line ends more than it begins."""
        depth = self.depths[line - 1] if line else 0
        last = self.statement_at(line)[1]
        for end in range(line, last + 1):
            if self.depths[end] < depth:
                return None
            if depth and self.depths[end] == depth:
                return end
        return last

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


def laid_out_from(after, at, j1, j2, counted, stood, come_lines, limit):
    """The line behind what begins on this one, and how many lines it had to take."""
    def sources(first, last):
        return set().union(*(stood.get(n, set()) for n in range(first, last + 1)))

    # Items that shared a line, with those that came between and behind them: one a line where all of them no longer fit.
    group = run = after.run_at(at)
    while run is not None and run + 1 < j2 and after.depths[at - 1 if at else 0]:
        run = after.run_at(run + 1)
        if run is not None and run < j2 and len(sources(at, run)) < 2:
            group = run
        else:
            break
    for last in [group, after.run_at(at)]:
        if last is None or not at < last < j2:
            continue
        lines = [n for n in range(at, last + 1) if n in counted]
        own = [n for n in lines if n in come_lines]
        fits = after.width_on_one_line((at, last)) <= limit
        # New, or on one line before.
        if own and (own == lines or len(sources(at, last)) < 2) and (last == after.run_at(at) or not fits):
            return last + 1, 1 if fits else len(lines)
    return at + 1, int(at in counted and at in come_lines)


def hunk(before, after, i1, i2, j1, j2, limit):
    """(changed, had to, texts of the statements that were touched)"""
    old_counted = [n for n in range(i1, i2) if before.lines[n].strip() and not is_import(before, n)]
    new_counted = [n for n in range(j1, j2) if after.lines[n].strip() and not is_import(after, n)]
    changed = max(len(old_counted), len(new_counted))
    if not changed:
        return 0, 0, []
    old, new = before.within(i1, i2), after.within(j1, j2)
    gone, come, stood = [], [], {}
    for op, a1, a2, b1, b2 in difflib.SequenceMatcher(None, [t[0] for t in old], [t[0] for t in new], False).get_opcodes():
        if op != "equal":
            gone += old[a1:a2]
            come += new[b1:b2]
        for offset in range(b2 - b1 if op == "equal" else 0):
            stood.setdefault(new[b1 + offset][1], set()).add(old[a1 + offset][1])
    old_lines = lines_with(gone) & set(old_counted)
    come_lines = lines_with(come) & set(new_counted)
    need_new, at = 0, j1
    while at < j2:
        end, lines = laid_out_from(after, at, j1, j2, new_counted, stood, come_lines, limit)
        need_new += lines
        at = end
    touched = {after.statement_at(n) for n in come_lines}
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
