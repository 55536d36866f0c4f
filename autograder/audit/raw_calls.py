"""Where graded tests hand their own arrays to a submission, which may write into them before they are used again.

Tests call what is the student's by `autograder.testing.call`, which hands over copies, and set attributes of the
student's objects by `give`. What is the student's is followed through the test modules of an assignment: parameters of
cases, what comes out of `env` and of calls of the student's code, and what these are passed on as.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

_THEIRS = frozenset({"call", "first_filled", "leaving_alone", "bringing_changes", "require_answer", "require_function"})
_Function = ast.FunctionDef | ast.Lambda


def raw_calls(tests: Path) -> list[str]:
    """Return where the modules in the folder `tests` call or change what is the student's directly, a sentence each."""
    modules = {file.name: ast.parse(file.read_text(encoding="utf-8")) for file in sorted(tests.glob("*.py"))}
    theirs = _Theirs(list(modules.values()))
    return [f"{name}:{line}: {what}" for name, tree in modules.items() for line, what in sorted(_faults(tree, theirs))]


def _faults(tree: ast.Module, theirs: _Theirs) -> Iterator[tuple[int, str]]:
    for function, nodes in _by_function(tree):
        for node in nodes:
            if isinstance(node, ast.Call) and theirs.has(node.func, function) and not _is_harmless(node):
                yield node.lineno, f"{ast.unparse(node.func)} is called directly; use call"
            for target in _targets(node):
                if isinstance(target, ast.Attribute | ast.Subscript) and theirs.has(target.value, function):
                    yield target.lineno, f"{ast.unparse(target)} is set directly; use give"


def _is_harmless(node: ast.Call) -> bool:
    """Tell whether a call hands over nothing but constants."""
    passed = [*node.args, *(keyword.value for keyword in node.keywords)]
    return all(isinstance(argument, ast.Constant) for argument in passed)


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
    """Which names in which function are the student's, as far as can be told by following them."""

    def __init__(self, trees: Sequence[ast.Module]) -> None:
        tops = [{node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)} for tree in trees]
        shared = {name: node for top in tops for name, node in top.items() if not _has_cases(top)}
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
        self._returning: set[_Function] = set()
        self._names = {function: self._parameters_of_student(function) for function in self._scope}
        while any(self._spread(function) for function in self._scope):
            pass

    def names_in(self, function: _Function) -> frozenset[str]:
        """Return the student's names in a function, those of the functions around it included."""
        outer = self._outer.get(function)
        return frozenset(self._names[function]) | (self.names_in(outer) if outer else frozenset())

    def has(self, node: ast.expr, function: _Function) -> bool:
        """Tell whether an expression in a function is the student's."""
        match node:
            case ast.Name(id=name):
                return name in self.names_in(function)
            case ast.Subscript(value=ast.Name(id="env")) | ast.Call(func=ast.Attribute(value=ast.Name(id="env"))):
                return True
            case ast.Call(func=ast.Name(id=name)):
                return name in _THEIRS or self._scope[function].get(name) in self._returning
            case ast.Call(func=called):
                return self.has(called, function)
            case ast.Attribute(value=value) | ast.Subscript(value=value) | ast.Starred(value=value):
                return self.has(value, function)
            case ast.IfExp(body=body, orelse=other):
                return self.has(body, function) or self.has(other, function)
        return False

    def _parameters_of_student(self, function: _Function) -> set[str]:
        """Return the parameters of cases, and of what the submission may be lent: functions in functions, methods."""
        if function in self._scope[function].values() and not _is_case(function):
            return set()
        return {argument.arg for argument in _arguments(function)} - {"env", "self"}

    def _spread(self, function: _Function) -> bool:
        """Follow the student's values out of a function, by one step; tell whether that said something new."""
        before = self._size()
        for node in _own_nodes(function):
            match node:
                case ast.Assign(targets=targets, value=value) if self.has(value, function):
                    self._bind(targets, function)
                case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
                    if self.has(value, function):
                        self._bind([target], function)
                case ast.Return(value=ast.expr() as value) if self.has(value, function):
                    self._returning.add(function)
                case ast.Call(func=ast.Name(id=name)) if name in self._scope[function]:
                    self._pass_on(self._scope[function][name], node, function)
        return self._size() != before

    def _bind(self, targets: Sequence[ast.expr], function: _Function) -> None:
        parts = (part for target in targets for part in _parts(target))
        self._names[function] |= {part.id for part in parts if isinstance(part, ast.Name)}

    def _pass_on(self, called: ast.FunctionDef, node: ast.Call, function: _Function) -> None:
        passed = [*zip([argument.arg for argument in _arguments(called)], node.args, strict=False)]
        passed += [(keyword.arg, keyword.value) for keyword in node.keywords if keyword.arg]
        self._names[called] |= {name for name, value in passed if name != "env" and self.has(value, function)}

    def _size(self) -> int:
        return len(self._returning) + sum(map(len, self._names.values()))


def _has_cases(top: Mapping[str, ast.FunctionDef]) -> bool:
    return any(map(_is_case, top.values()))


def _is_case(function: _Function) -> bool:
    decorators = function.decorator_list if isinstance(function, ast.FunctionDef) else []
    return any(ast.unparse(decorator).startswith("test_case(") for decorator in decorators)


def _arguments(function: _Function) -> list[ast.arg]:
    return [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
