"""Small changes to the reference solution, each of which makes it wrong unless it makes no difference."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import libcst as cst
from libcst.metadata import MetadataWrapper, ParentNodeProvider, PositionProvider

_OPERATORS: dict[type[cst.BaseBinaryOp], cst.BaseBinaryOp] = {
    cst.Add: cst.Subtract(),
    cst.Subtract: cst.Add(),
    cst.Multiply: cst.Divide(),
    cst.Divide: cst.Multiply(),
    cst.FloorDivide: cst.Divide(),
    cst.MatrixMultiply: cst.Multiply(),
    cst.Power: cst.Multiply(),
    cst.Modulo: cst.Multiply(),
}
_ASSIGNED: dict[type[cst.BaseAugOp], cst.BaseAugOp] = {
    cst.AddAssign: cst.SubtractAssign(),
    cst.SubtractAssign: cst.AddAssign(),
    cst.MultiplyAssign: cst.DivideAssign(),
    cst.DivideAssign: cst.MultiplyAssign(),
}
_COMPARISONS: dict[type[cst.BaseCompOp], cst.BaseCompOp] = {
    cst.LessThan: cst.LessThanEqual(),
    cst.LessThanEqual: cst.LessThan(),
    cst.GreaterThan: cst.GreaterThanEqual(),
    cst.GreaterThanEqual: cst.GreaterThan(),
    cst.Equal: cst.NotEqual(),
    cst.NotEqual: cst.Equal(),
    cst.In: cst.NotIn(),
    cst.NotIn: cst.In(),
    cst.Is: cst.IsNot(),
    cst.IsNot: cst.Is(),
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A cell of the solution with one change: in which `line`, what `kind` of change, and the unified `diff`."""

    code: str
    line: int
    kind: str
    diff: str


def mutants_of(source: str) -> tuple[Mutant, ...]:
    """Return the mutants of a cell, in the order of its lines.

    Only the bodies of functions and classes are changed: what a cell computes with them (a learning rate, a number of
    epochs) is the student's choice, and so are names, texts, docstrings and messages of errors.
    """
    wrapper = MetadataWrapper(cst.parse_module(source))
    finder = _Finder()
    wrapper.visit(finder)
    found: dict[str, Mutant] = {}
    for change in finder.changes:
        code = cst.ensure_type(wrapper.module.deep_replace(change.old, change.new), cst.Module).code
        if code != source and code not in found:
            found[code] = Mutant(code, change.line, change.kind, "\n".join(_diff_lines(source, code)))
    return tuple(sorted(found.values(), key=lambda mutant: mutant.line))


@dataclass(frozen=True, slots=True)
class _Change:
    old: cst.CSTNode
    new: cst.CSTNode
    kind: str
    line: int


class _Finder(cst.CSTVisitor):
    """Collects the changes that can be made to a module."""

    METADATA_DEPENDENCIES = (PositionProvider, ParentNodeProvider)

    def __init__(self) -> None:
        self.changes: list[_Change] = []
        self._depth = 0

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        self._depth += 1
        node.body.visit(self)
        self._depth -= 1
        return False  # neither decorators nor defaults of parameters

    def visit_Raise(self, node: cst.Raise) -> bool:
        return False

    def visit_Integer(self, node: cst.Integer) -> None:
        number = node.evaluated_value
        axis = self._keyword(node) == "axis"
        self._add(node, cst.Integer(str(1 - number if axis and number in (0, 1) else number + 1)), "constant")

    def visit_Float(self, node: cst.Float) -> None:
        number = node.evaluated_value
        self._add(node, cst.Float(repr(number * 2 if number else 1.0)), "constant")

    def visit_Name(self, node: cst.Name) -> None:
        if node.value in ("True", "False") and not isinstance(self._parent(node), cst.Attribute):
            self._add(node, cst.Name(str(node.value == "False")), "constant")

    def visit_BinaryOperation(self, node: cst.BinaryOperation) -> None:
        if isinstance(node.left, cst.BaseString) or isinstance(node.right, cst.BaseString):
            return
        if other := _OPERATORS.get(type(node.operator)):
            self._add(node, node.with_changes(operator=other), "operator")

    def visit_AugAssign(self, node: cst.AugAssign) -> None:
        if other := _ASSIGNED.get(type(node.operator)):
            self._add(node, node.with_changes(operator=other), "operator")

    def visit_UnaryOperation(self, node: cst.UnaryOperation) -> None:
        if isinstance(node.operator, cst.Minus | cst.Not):
            self._add(node, node.expression, "operator")

    def visit_BooleanOperation(self, node: cst.BooleanOperation) -> None:
        other: cst.BaseBooleanOp = cst.Or() if isinstance(node.operator, cst.And) else cst.And()
        self._add(node, node.with_changes(operator=other), "operator")

    def visit_Comparison(self, node: cst.Comparison) -> None:
        target = node.comparisons[0]
        if other := _COMPARISONS.get(type(target.operator)):
            changed = [target.with_changes(operator=other), *node.comparisons[1:]]
            self._add(node, node.with_changes(comparisons=changed), "comparison")

    def visit_Slice(self, node: cst.Slice) -> None:
        for bound in ("lower", "upper", "step"):
            if getattr(node, bound) is not None:
                self._add(node, node.with_changes(**{bound: None}), "index")

    def visit_Attribute(self, node: cst.Attribute) -> None:
        if node.attr.value == "T":
            self._add(node, node.value, "transpose")

    def visit_Call(self, node: cst.Call) -> None:
        plain = [argument for argument in node.args if argument.keyword is None and not argument.star]
        for first, second in pairwise(plain):
            swapped = {first: first.with_changes(value=second.value), second: second.with_changes(value=first.value)}
            arguments = [swapped.get(argument, argument) for argument in node.args]
            self._add(node, node.with_changes(args=arguments), "arguments swapped")
        for argument in node.args:
            if argument.keyword is not None:
                kept = [other for other in node.args if other is not argument]
                self._add(node, node.with_changes(args=_without_last_comma(kept)), "argument dropped")

    def visit_SimpleStatementLine(self, node: cst.SimpleStatementLine) -> None:
        statement = node.body[0]
        is_text = isinstance(statement, cst.Expr) and isinstance(statement.value, cst.BaseString)
        if not is_text and isinstance(statement, cst.Expr | cst.Assign | cst.AugAssign | cst.Assert):
            self._add(node, node.with_changes(body=[cst.Pass()]), "statement dropped")

    def visit_SimpleString(self, node: cst.SimpleString) -> bool:
        return False

    def visit_FormattedString(self, node: cst.FormattedString) -> bool:
        return False

    def _add(self, old: cst.CSTNode, new: cst.CSTNode, kind: str) -> None:
        if self._depth:
            line = self.get_metadata(PositionProvider, old).start.line
            self.changes.append(_Change(old, new, kind, line))

    def _parent(self, node: cst.CSTNode) -> cst.CSTNode:
        parent: cst.CSTNode = self.get_metadata(ParentNodeProvider, node)
        return parent

    def _keyword(self, node: cst.CSTNode) -> str:
        parent = self._parent(node)
        return parent.keyword.value if isinstance(parent, cst.Arg) and parent.keyword else ""


def _without_last_comma(arguments: Sequence[cst.Arg]) -> list[cst.Arg]:
    if not arguments:
        return []
    return [*arguments[:-1], arguments[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)]


def _diff_lines(before: str, after: str) -> Iterator[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=1)
    for line in lines:
        if not line.startswith(("---", "+++")):
            yield line
