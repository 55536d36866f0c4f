"""Where graded tests hand their own arrays to a submission, which may write into them before they are used again.

Tests call what is the student's by `autograder.testing.call`, which hands over copies, and set attributes of the
student's objects by `give`. What is the student's is followed through the test modules of an assignment: parameters of
cases, what comes out of `env` and of calls of the student's code, and what these are passed on as, also in tuples and
other containers, under other names of `env`, and as attributes of the test's own objects.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from autograder.text.reading import read_source

_THEIRS = frozenset(
    {"answers", "call", "first_filled", "leaving_alone", "bringing_changes", "require_answer", "require_function"}
)
_CARRYING = frozenset(
    {"dict", "enumerate", "filter", "getattr", "iter", "list", "next", "partial", "reversed", "set", "sorted", "tuple"}
    | {"vars", "zip"}
)  # what comes out of these has what went in
_CALLING = frozenset(
    {"apply_along_axis", "apply_over_axes", "filter", "fromfunction", "frompyfunc", "map", "partial", "piecewise"}
    | {"reduce", "starmap", "vectorize"}
)  # these call what they are given, or give what does
_CHANGING = frozenset({"setattr", "setdefault", "update"})
_Function = ast.FunctionDef | ast.Lambda


def raw_calls(tests: Path) -> list[str]:
    """Return where the modules in the folder `tests` call or change what is the student's directly, a sentence each."""
    modules = {file.name: ast.parse(read_source(file)) for file in sorted(tests.glob("*.py"))}
    theirs = _Theirs(list(modules.values()))
    return [f"{name}:{line}: {what}" for name, tree in modules.items() for line, what in sorted(_faults(tree, theirs))]


def _faults(tree: ast.Module, theirs: _Theirs) -> Iterator[tuple[int, str]]:
    for function, nodes in _by_function(tree):
        for node in nodes:
            if isinstance(node, ast.Call):
                yield from ((node.lineno, what) for what in _faults_of_call(node, function, theirs))
            for target in _targets(node):
                if isinstance(target, ast.Attribute | ast.Subscript) and theirs.has(target.value, function):
                    yield target.lineno, f"{ast.unparse(target)} is set directly; use give"
                elif isinstance(target, ast.Subscript) and theirs.is_env(target.value, function):
                    yield target.lineno, f"{ast.unparse(target)} is set directly; use helpers_in_place"


def _faults_of_call(node: ast.Call, function: _Function, theirs: _Theirs) -> Iterator[str]:
    called, text = _name_of(node.func), ast.unparse(node.func)
    if theirs.has(node.func, function) and not _is_harmless(node):
        yield f"{text} is called directly; use call"
    if called in _CALLING or called == "call":
        through = node.args[:1] if text != "call" else []
        yield from (
            f"{ast.unparse(each)} is called directly by {text}; use call"
            for each in through
            if theirs.has(each, function)
        )
    yield from (
        f"{ast.unparse(option.value)} is called directly by {text}; use call"
        for option in node.keywords
        if option.arg == "key" and theirs.has(option.value, function)
    )
    if text == "setattr" and theirs.has(node.args[0], function):
        yield f"{ast.unparse(node.args[0])} is set directly; use give"
    if isinstance(node.func, ast.Attribute) and called in _CHANGING and theirs.is_env(node.func.value, function):
        yield f"{ast.unparse(node.func.value)} is set directly; use helpers_in_place"


def _name_of(called: ast.expr) -> str:
    """Return the last name of what is called: `partial` of `functools.partial`."""
    return called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""


def _is_harmless(node: ast.Call) -> bool:
    """Tell whether a call hands over nothing but constants."""
    return all(isinstance(argument, ast.Constant) for argument in _passed(node))


def _passed(node: ast.Call) -> list[ast.expr]:
    return [*node.args, *(keyword.value for keyword in node.keywords)]


def _targets(node: ast.AST) -> Sequence[ast.expr]:
    if isinstance(node, ast.Assign):
        return [part for target in node.targets for part in _parts(target)]
    return [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []


def _parts(target: ast.expr) -> list[ast.expr]:
    return [part for each in target.elts for part in _parts(each)] if isinstance(target, ast.Tuple) else [target]


def _by_function(tree: ast.Module) -> Iterator[tuple[_Function, list[ast.AST]]]:
    """Yield every function and lambda with the nodes that are its own, not those of functions in it."""
    for function in ast.walk(tree):
        if isinstance(function, _Function):
            yield function, list(_own_nodes(function))


def _own_nodes(function: _Function) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = [*function.body] if isinstance(function, ast.FunctionDef) else [function.body]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, _Function):
            waiting.extend(ast.iter_child_nodes(node))


class _Theirs:
    """Which names in which function are the student's, and which are `env`, as far as can be told by following them."""

    def __init__(self, trees: Sequence[ast.Module]) -> None:
        tops = [{node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)} for tree in trees]
        shared = {name: node for top in tops for name, node in top.items() if not any(map(_is_case, top.values()))}
        self._scope: dict[_Function, dict[str, ast.FunctionDef]] = {
            function: {**shared, **top}
            for tree, top in zip(trees, tops, strict=True)
            for function, _ in _by_function(tree)
        }
        self._outer = {
            inner: function
            for function in self._scope
            for inner in _own_nodes(function)
            if isinstance(inner, _Function)
        }
        self._makers = {
            node.name: part
            for tree in trees
            for node in ast.walk(tree)
            for part in ast.iter_child_nodes(node)
            if isinstance(node, ast.ClassDef) and isinstance(part, ast.FunctionDef) and part.name == "__init__"
        }
        self._returning: set[_Function] = set()
        self._attributes: set[str] = set()  # of the test's own objects
        self._names = {function: self._parameters_of_student(function) for function in self._scope}
        self._envs: dict[_Function, set[str]] = {function: {"env"} for function in self._scope}
        while any(self._spread(function) for function in self._scope):
            pass

    def names_in(self, function: _Function) -> frozenset[str]:
        """Return the student's names in a function, those of the functions around it included."""
        return self._with_outer(self._names, function)

    def is_env(self, node: ast.expr, function: _Function) -> bool:
        """Tell whether an expression in a function is the notebook's namespace."""
        return isinstance(node, ast.Name) and node.id in self._with_outer(self._envs, function)

    def has(self, node: ast.expr | None, function: _Function) -> bool:
        """Tell whether an expression in a function is the student's, or something of the test's that holds it."""
        match node:
            case ast.Name(id=name):
                return name in self.names_in(function)
            case ast.Subscript(value=value) | ast.Call(func=ast.Attribute(value=value)) if self.is_env(value, function):
                return True
            case ast.Attribute(value=ast.Name(id="self"), attr=name):
                return name in self._attributes
            case ast.Call(func=ast.Name(id=name)) if (
                name in _THEIRS or self._scope[function].get(name) in self._returning
            ):
                return True
            case ast.Call(func=called):
                carries = _name_of(called) in _CARRYING
                return self.has(called, function) or (carries and self._any(_passed(node), function))
            case ast.Attribute(value=value) | ast.Subscript(value=value) | ast.Starred(value=value):
                return self.has(value, function)
            case ast.NamedExpr(value=value) | ast.DictComp(value=value):
                return self.has(value, function)
            case ast.ListComp(elt=value) | ast.SetComp(elt=value) | ast.GeneratorExp(elt=value):
                return self.has(value, function)
            case ast.IfExp(body=body, orelse=other):
                return self._any([body, other], function)
            case ast.BoolOp(values=parts) | ast.Dict(values=parts):
                return self._any(parts, function)
            case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts):
                return self._any(parts, function)
        return False

    def _any(self, nodes: Iterable[ast.expr], function: _Function) -> bool:
        return any(self.has(node, function) for node in nodes)

    def _with_outer(self, names: Mapping[_Function, set[str]], function: _Function) -> frozenset[str]:
        outer = self._outer.get(function)
        return frozenset(names[function]) | (self._with_outer(names, outer) if outer else frozenset())

    def _parameters_of_student(self, function: _Function) -> set[str]:
        """Return the parameters of cases, and of what the submission may be lent: functions in functions, methods."""
        is_own = function in self._scope[function].values() or function in self._makers.values()
        if is_own and not _is_case(function):
            return set()
        return {argument.arg for argument in _arguments(function)} - {"env", "self"}

    def _spread(self, function: _Function) -> bool:
        """Follow the student's values out of a function, by one step; tell whether that said something new."""
        before = self._size()
        for node in _own_nodes(function):
            for target, value in _bindings(node):
                self._bind(target, value, function)
            match node:
                case ast.Return(value=ast.expr() as value) if self.has(value, function):
                    self._returning.add(function)
                case ast.Call(func=ast.Name(id=name)) if name in self._scope[function]:
                    self._pass_on(self._scope[function][name], node, function)
                case ast.Call(func=ast.Name(id=name)) if name in self._makers:
                    self._pass_on(self._makers[name], node, function)
        return self._size() != before

    def _bind(self, target: ast.AST, value: ast.expr, function: _Function) -> None:
        match target, value:
            case ast.Tuple(elts=targets), ast.Tuple(elts=values) if len(targets) == len(values):
                for part, its in zip(targets, values, strict=True):
                    self._bind(part, its, function)
                return
            case ast.Name(id=name), _ if self.is_env(value, function):
                self._envs[function].add(name)
        if self.has(value, function):
            self._names[function] |= set(_names_bound(target))
            if isinstance(target, ast.Attribute) and ast.unparse(target.value) == "self":
                self._attributes.add(target.attr)

    def _pass_on(self, called: ast.FunctionDef, node: ast.Call, function: _Function) -> None:
        names = [argument.arg for argument in _arguments(called) if argument.arg != "self"]
        passed = [*zip(names, node.args, strict=False)]
        passed += [(name, each.value) for each in node.args if isinstance(each, ast.Starred) for name in names]
        passed += [(keyword.arg, keyword.value) for keyword in node.keywords if keyword.arg]
        self._names[called] |= {name for name, value in passed if name != "env" and self.has(value, function)}
        self._envs[called] |= {name for name, value in passed if self.is_env(value, function)}

    def _size(self) -> int:
        sizes = (len(names) for found in (self._names, self._envs) for names in found.values())
        return len(self._returning) + len(self._attributes) + sum(sizes)


def _bindings(node: ast.AST) -> Iterator[tuple[ast.AST, ast.expr]]:
    """Yield what a statement or expression binds, each with what it is bound to or comes out of."""
    match node:
        case ast.Assign(targets=targets, value=value):
            yield from ((target, value) for target in targets)
        case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
            yield target, value
        case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
            parts = value.elts if isinstance(value, ast.Tuple | ast.List) else [value]
            yield from ((target, part) for part in parts)
        case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
            yield target, value
        case ast.Match(subject=value, cases=cases):
            yield from ((case.pattern, value) for case in cases)


def _names_bound(target: ast.AST) -> Iterator[str]:
    """Yield the names in a target or in a pattern."""
    match target:
        case ast.Name(id=name):
            yield name
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            yield from (name for part in parts for name in _names_bound(part))
        case ast.Starred(value=value):
            yield from _names_bound(value)
        case ast.pattern():
            yield from (
                part.name for part in ast.walk(target) if isinstance(part, ast.MatchAs | ast.MatchStar) and part.name
            )


def _is_case(function: _Function) -> bool:
    decorators = function.decorator_list if isinstance(function, ast.FunctionDef) else []
    return any(ast.unparse(decorator).startswith("test_case(") for decorator in decorators)


def _arguments(function: _Function) -> list[ast.arg]:
    return [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
