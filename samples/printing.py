"""Prints the contents of a letter into a layout and keeps account of what was printed.

For: the functions a layout template calls (`show`, `say`, `rows`, …). Each returns the text in the layout's own
number and date formats and records the normalised value, so that the truth beside a letter holds exactly what
the paper shows. Not for: what a letter says (`scenario.py`) and files (`generate.py`).
"""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from parsers import identifiers
from samples import parties
from samples.scenario import STATEMENTS, Contents, Line, month_names

TEMPLATES = Path(__file__).parent / "templates"
_NBSP, _THIN = "\u00a0", "\u202f"
_LANGUAGES = ("nb", "nn", "en")
_WEEKDAYS = {
    "nb": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "nn": ("måndag", "tysdag", "onsdag", "torsdag", "fredag", "laurdag", "sundag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_THOUSANDS = {"thin": _THIN, "dot": ".", "dotdash": ".", "comma": ",", "plain": "", "point": ""}
_GROUPINGS = {"space", "thin", "dot", "plain", "point", "spacepoint", "comma", "dash", "endash", "dotdash", "whole"}
_ROUND_ENDS = {"dash": ",-", "endash": ",\u2013", "dotdash": ",-", "whole": ""}


@dataclass(frozen=True, slots=True)
class Layout:
    """One folder of samples/templates: a template, its words and its number formats."""

    id: str
    held_out: bool
    kinds: frozenset[str]
    senders: frozenset[str]
    sectors: frozenset[str]
    features: frozenset[str]
    debtors: frozenset[str]
    stages: frozenset[str]
    always: frozenset[str]
    format: Mapping[str, str]
    words: Mapping[str, Any]
    names: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def languages(self) -> tuple[str, ...]:
        """Those of `nb`, `nn` and `en` that the layout has words in."""
        return tuple(name for name in _LANGUAGES if name in self.words)


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A claim row as it stands on the paper."""

    type: str
    label: Markup
    amount: str


@cache
def load_layouts() -> tuple[Layout, ...]:
    """All layouts by folder name."""
    layouts = []
    for path in sorted(TEMPLATES.glob("*/layout.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        layouts.append(
            Layout(
                id=path.parent.name,
                held_out=data["held_out"],
                kinds=frozenset(data["kinds"]),
                senders=frozenset(data["senders"]),
                sectors=frozenset(data.get("sectors", parties.SECTORS)),
                features=frozenset(data.get("features", ())),
                debtors=frozenset(data.get("debtors", ("consumer", "business"))),
                stages=frozenset(data.get("stages", ("light", "heavy"))),
                always=frozenset(data.get("always", ())),
                format=data.get("format", {}),
                words={key: data[key] for key in _LANGUAGES if key in data},
                names=data.get("names", {}),
            )
        )
    return tuple(layouts)


@cache
def _rare_rows() -> dict[str, dict[str, list[str]]]:
    words: dict[str, dict[str, list[str]]] = yaml.safe_load((TEMPLATES / "rare-rows.yaml").read_text(encoding="utf-8"))
    return words


def format_date(day: dt.date, style: str, language: str = "nb") -> str:
    """A date as printed; styles dotted, short, long, iso, dashed, plain, brief, slashed, spaced, weekday."""
    match style:
        case "dotted":
            return f"{day:%d.%m.%Y}"
        case "short":
            return f"{day:%d.%m.%y}"
        case "iso":
            return day.isoformat()
        case "dashed":
            return f"{day:%d-%m-%y}"
        case "plain":
            return f"{day.day}.{day.month}.{day.year}"
        case "brief":
            return f"{day.day}.{day.month}.{day:%y}"
        case "slashed":
            return f"{day.day}/{day.month}-{day.year}"
        case "spaced":
            return f"{day:%d}. {day:%m}. {day.year}"
        case "long":
            point = "" if language == "en" else "."
            return f"{day.day}{point}{_NBSP}{month_names(language)[day.month - 1]} {day.year}"
        case "weekday":
            return f"{_WEEKDAYS[language][day.weekday()]} {format_date(day, 'long', language)}"
        case _:
            raise ValueError(f"unknown date style {style!r}")


def format_money(amount: Decimal, style: str) -> str:
    """Kroner as printed: a grouping with an optional kr, kr., Kr or NOK before or kr, kroner or NOK after.

    Groupings: space, thin, dot and plain (with decimal comma), point, spacepoint and comma (with decimal point), and
    dash, endash, dotdash and whole, which write whole kroner without øre.
    """
    words = style.split()
    grouping = next(word for word in words if word in _GROUPINGS)
    whole, ore = f"{abs(amount):.2f}".split(".")
    groups = re.sub(r"(?<=\d)(?=(\d{3})+$)", _THOUSANDS.get(grouping, _NBSP), whole)
    point = "." if grouping in {"point", "spacepoint", "comma"} else ","
    tail = _ROUND_ENDS[grouping] if grouping in _ROUND_ENDS and ore == "00" else point + ore
    sign = "\u2212" if amount < 0 else ""
    text = f"{sign}{groups}{tail}"
    if words[0] in {"kr", "kr.", "NOK", "Kr"}:
        text = f"{words[0]}{_NBSP}{text}"
    if words[-1] in {"kr", "kroner", "NOK"} and len(words) > 1:
        text = f"{text}{_NBSP}{words[-1]}"
    return text


def format_rate(rate: Decimal, style: str) -> str:
    """Per cent as printed; styles space, tight, point, short (no needless decimals)."""
    text = f"{rate:.2f}"
    if style == "short":
        text = text.removesuffix(".00")
    return f"{text} %" if style == "point" else text.replace(".", ",") + ("%" if style == "tight" else f"{_NBSP}%")


def _grouped(digits: str, sizes: tuple[int, ...], mark: str) -> str:
    parts, at = [], 0
    for size in sizes:
        parts.append(digits[at : at + size])
        at += size
    return mark.join([*parts, digits[at:]] if digits[at:] else parts)


class Printer:
    """Renders one letter; the attributes hold what was printed."""

    def __init__(self, contents: Contents, layout: Layout, rng: random.Random) -> None:
        self.contents = contents
        self.layout = layout
        self.fields: dict[str, str] = {}
        self.lines: list[dict[str, str]] = []
        self.claims: list[dict[str, str]] = []
        self.statements: dict[str, bool | int] = {}
        self.heading = ""
        self._rng = rng
        self._words: Mapping[str, Any] = layout.words[contents.language]
        self._chosen: dict[str, str] = {}
        self._in_text = False
        self._env = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._env.globals.update(
            f=contents,
            creditor=contents.creditor,
            sender=contents.sender,
            debtor=contents.debtor,
            show=self.show,
            has=self.has,
            opt=self.opt,
            label=self.label,
            pairs=self.pairs,
            rows=self.rows,
            row=self.row,
            say=self.say,
            text=self.text,
            days=self.days,
            date=self.date,
            money=self.money,
            claims=self.printed_claims,
            code_line=self.code_line,
            said=lambda name: name in contents.said,
            choice=self.choice,
            lang=contents.language,
            kind=contents.kind,
            grouped=_grouped,
            rate=self.rate,
            line=self.line,
            others=self.others,
        )

    def html(self) -> str:
        """The letter as HTML; fills the records."""
        page = self._env.get_template(f"{self.layout.id}/letter.html.j2").render()
        name = str(escape(self.contents.sender.name))
        if name in page:  # the sender's full name in letterhead, foot or signature
            role = "creditor" if self.contents.sender_role in {"creditor", "public"} else "collector"
            self.fields.setdefault(role, self.contents.sender.name)
        return page

    def has(self, name: str) -> bool:
        """Whether the letter has the field, so that it may be printed."""
        return name in self.contents.fields or any(line.type == name for line in self.contents.lines)

    def date(self, day: dt.date, style: str | None = None) -> str:
        """A date without recording it."""
        key = "text_date" if self._in_text and "text_date" in self.layout.format else "date"
        return format_date(day, style or self.layout.format.get(key, "dotted"), self.contents.language)

    def money(self, amount: Decimal, style: str | None = None) -> str:
        """An amount without recording it."""
        key = "text_money" if self._in_text and "text_money" in self.layout.format else "money"
        return format_money(amount, style or self.layout.format.get(key, "space"))

    def rate(self, value: Decimal) -> str:
        """Per cent without recording it."""
        return format_rate(value, self.layout.format.get("rate", "space"))

    def show(self, name: str, style: str | None = None) -> str:
        """The field in the layout's format; recorded as printed."""
        if name not in self.contents.fields:  # an amount repeated outside its row
            return self.money(
                sum((line.amount for line in self.contents.lines if line.type == name), Decimal(0)), style
            )
        value = self.contents.fields[name]
        if isinstance(value, dt.date):
            self.fields[name] = value.isoformat()
            return self.date(value, style)
        if isinstance(value, Decimal):
            self.fields[name] = f"{value:.2f}"
            return self.rate(value) if name == "interest_rate" else self.money(value, style)
        self.fields[name] = value
        match name, style or self.layout.format.get(name, ""):
            case "account_number", "dotted":
                return _grouped(value, (4, 2), ".")
            case "account_number", "spaced":
                return _grouped(value, (4, 2), " ")
            case "kid", "grouped":
                return _grouped(value, (3,) * 8, " ")
            case "kid", "fours":
                return _grouped(value, (4,) * 6, " ")
            case "iban", _:
                return _grouped(value, (4,) * 4, " ")
            case (("creditor_org_number" | "collector_org_number"), "spaced"):
                return _grouped(value, (3, 3), _NBSP)
            case _:
                return value

    def opt(self, before: str, name: str, after: str = "") -> str:
        """`before` + the field + `after`, or nothing when the letter leaves the field out."""
        return f"{before}{self.show(name)}{after}" if self.has(name) else ""

    def label(self, name: str) -> str:
        """One of the layout's labels for a field, the same throughout the letter."""
        if name not in self._chosen:
            offered = self._words["labels"][name]
            if isinstance(offered, dict):
                offered = offered.get(self.contents.kind) or offered["other"]
            self._chosen[name] = self._rng.choice(offered if isinstance(offered, list) else [offered])
        return self.contents.total_label if name == "total" and self.contents.total_label else self._chosen[name]

    def pairs(self, *names: str) -> list[tuple[str, str]]:
        """(label, value) of the fields that the letter has."""
        return [(self.label(name), self.show(name)) for name in names if self.has(name)]

    def choice(self, key: str) -> Markup:
        """One of the layout's words under `key` (by letter kind where they differ)."""
        if key not in self._chosen:
            offered = self._words[key]
            if isinstance(offered, dict):
                offered = offered.get(self.contents.kind) or offered["other"]
            self._chosen[key] = self._rng.choice(offered if isinstance(offered, list) else [offered])
        own_words = key == "title" and self.contents.heading
        markup = self._markup(self.contents.heading if own_words else self._chosen[key])
        if key == "title":
            self.heading = " ".join(markup.striptags().split())
        return markup

    def rows(self, *skip: str) -> list[PrintedRow]:
        """All claim rows (not the total), recorded."""
        return [self._print_row(line) for line in self._merged() if line.type not in skip]

    def row(self, kind: str) -> PrintedRow | None:
        """The first claim row of a type, recorded; None when the claim has none."""
        found = [line for line in self._merged() if line.type == kind]
        return self._print_row(found[0]) if found else None

    def others(self, *known: str) -> list[PrintedRow]:
        """Rows of types that the layout has no place of its own for."""
        return self.rows(*known)

    def line(self, kind: str, label: str) -> str:
        """An amount inside a sentence: recorded as a row under the noun that names it there."""
        amount = next(line.amount for line in self._merged() if line.type == kind)
        self.lines.append({"type": kind, "label": label, "amount": f"{amount:.2f}"})
        return self.money(amount)

    def _merged(self) -> list[Line]:
        """The rows; VAT joins the collection fee where the layout prints the fee with VAT included."""
        lines = self.contents.lines
        vat = sum((line.amount for line in lines if line.type == "vat"), Decimal(0))
        if self.layout.format.get("vat") != "included" or not vat:
            return lines
        merged = []
        for line in lines:
            if line.type == "collection_fee":
                words = self._words["rows"].get("collection_fee_with_vat", ["Inkassosalær inkl. mva"])
                line = Line(line.type, line.amount + vat, words[0])
            if line.type != "vat":
                merged.append(line)
        return merged

    def _print_row(self, line: Line) -> PrintedRow:
        key = f"row-{line.type}"
        if not line.label and key not in self._chosen:
            offered = self._words["rows"].get(line.type) or _rare_rows()[self.contents.language][line.type]
            if isinstance(offered, dict):
                offered = offered.get(self.contents.kind) or offered["other"]
            self._chosen[key] = self._rng.choice(offered)
        label = self._markup(line.label or self._chosen[key])
        self.lines.append(
            {"type": line.type, "label": " ".join(label.striptags().split()), "amount": f"{line.amount:.2f}"}
        )
        amount = self.money(line.amount)
        if line.type == "paid":
            style = self.layout.format.get("paid", "minus")
            amount = {"minus": f"\u2212{amount}", "hyphen": f"-{amount}", "trailing": f"{amount}-"}.get(style, amount)
        return PrintedRow(line.type, label, amount)

    def printed_claims(self) -> list[dict[str, str]]:
        """The invoices of the letter with formatted cells; a single claim makes one row."""
        cells = []
        for claim in self.contents.claims:
            self.claims.append(
                {"invoice_number": claim.invoice_number, "due": claim.due.isoformat(), "amount": f"{claim.amount:.2f}"}
            )
            cells.append(
                {
                    "number": claim.invoice_number,
                    "date": self.date(claim.invoice_date),
                    "text": claim.text,
                    "due": self.date(claim.due),
                    "amount": self.money(claim.amount),
                }
            )
        if not cells:
            principal = self.contents.lines[0].amount
            cells.append(
                {
                    "number": self.show("invoice_number"),
                    "date": self.show("invoice_date"),
                    "text": self.opt("", "claim_description"),
                    "due": self.opt("", "original_due_date"),
                    "amount": self.money(principal),
                }
            )
        return cells

    def days(self) -> int:
        """The number of days in a deadline counted in words; recorded."""
        self.statements["deadline_days"] = self.contents.deadline_days
        return self.contents.deadline_days

    def say(self, slot: str) -> Markup:
        """A sentence for the slot, or nothing when the scenario leaves it out; records what it states.

        Among the layout's variants those are open whose statements the letter shall make and whose fields it has.
        The ones that state most come first; those marked `fallback` come last. `also` lists what a variant states
        besides, asked for or not; `kinds` and `senders` keep a variant to these letters.
        """
        open_variants: list[tuple[int, str, tuple[str, ...], tuple[str, ...]]] = []
        for entry in self._words["wording"].get(slot, ()):
            variant = entry if isinstance(entry, dict) else {"text": entry}
            default = (slot,) if slot in STATEMENTS else ()
            says = tuple(variant.get("says", default))
            if variant.get("kinds") and self.contents.kind not in variant["kinds"]:
                continue
            if variant.get("senders") and self.contents.sender_role not in variant["senders"]:
                continue
            needs = re.findall(r"(?:show|line)\('(\w+)'", variant["text"])
            if set(says) <= self.contents.said and all(self.has(name) for name in needs):
                rank = len(says) - 9 * bool(variant.get("fallback"))
                open_variants.append((rank, variant["text"], says, tuple(variant.get("also", ()))))
        if not open_variants:
            return Markup("")
        most = max(count for count, *_ in open_variants)
        _, chosen, says, also = self._rng.choice([v for v in open_variants if v[0] == most])
        for statement in (*says, *also):
            self.statements.setdefault(statement, True)
        return self._markup(chosen)

    def text(self, slot: str) -> Markup:
        """A sentence that makes none of the recorded statements."""
        return self.say(slot)

    def _markup(self, source: str) -> Markup:
        outer, self._in_text = self._in_text, True
        try:
            return Markup(self._env.from_string(source).render())  # noqa: S704 - our own templates, escaped by Jinja
        finally:
            self._in_text = outer

    def code_line(self) -> str:
        """The OCR giro code line: H, KID, kroner, øre, amount check digit, account, form number."""
        total, account, kid = (
            self.contents.fields["total"],
            self.contents.fields["account_number"],
            self.contents.fields["kid"],
        )
        assert isinstance(total, Decimal)
        assert isinstance(account, str)
        assert isinstance(kid, str)
        self.fields.update(kid=kid, account_number=account)
        kroner, ore = f"{total:.2f}".split(".")
        check = identifiers.amount_check_digit(kroner + ore)
        form = f"{self._rng.randrange(10**9, 10**10)}"
        gap = "\u00a0"
        amount = f"{kroner}{gap * 2}{ore}{gap}<{check}>"
        return f"H{gap * 8}{kid}{gap * 6}{amount}{gap * 2}{account}{gap}<{form}>"
