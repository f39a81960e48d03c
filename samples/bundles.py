"""Letters in the company they come in: pages in the wrong order, several letters in one file, a statement of cases,
a sum that stands alone on the second page.

For: samples of how papers are sent, made as text PDFs that any quality of `samples.capture` can be laid over. Not
for: the letters themselves (`generate.py`). All cases of a statement and of a letter over two pages are lawful and add
up.
"""

from __future__ import annotations

import datetime as dt
import html
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pypdfium2

from samples import parties
from samples.printing import format_money
from samples.scenario import interest_periods, statutory_rate

_STYLE = """
@page { size: A4; margin: 18mm 17mm;
        @bottom-right { content: 'Side ' counter(page) ' av ' counter(pages); font: 8pt sans-serif; } }
body { font: 10pt/1.4 'Liberation Sans', sans-serif; }
h1 { font-size: 15pt; } h2 { font-size: 11pt; margin: 7mm 0 1mm; }
table { width: 100%; border-collapse: collapse; } td { padding: .6mm 0; } td:last-child { text-align: right; }
.sum td { font-weight: bold; border-top: .4pt solid #000; } .next { break-before: page; } .head { text-align: right; }
"""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A PDF and what a reader should find in it."""

    pdf: bytes
    truth: dict[str, Any]


def in_wrong_order(pdf: bytes, *, seed: int = 0) -> bytes:
    """The PDF with its pages in another order. Raises ValueError for a PDF of one page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        order = list(range(len(document)))
        if len(order) < 2:
            raise ValueError("one page has no order")
        rng = random.Random(seed)
        while order == sorted(order):
            rng.shuffle(order)
        return _assembled([(document, order)])
    finally:
        document.close()


def bound(pdfs: Sequence[bytes]) -> bytes:
    """Several letters scanned or saved into one file, in the order given."""
    documents = [pypdfium2.PdfDocument(pdf) for pdf in pdfs]
    try:
        return _assembled([(document, list(range(len(document)))) for document in documents])
    finally:
        for document in documents:
            document.close()


def statement(*, seed: int = 0) -> Bundle:
    """A collector's statement of several cases against one person: a table of all, then a section for each case.

    The truth holds the kind `saksoversikt`, the letter's date, the cases (number, creditor, total) and their total.
    """
    rng = random.Random(f"statement/{seed}")
    sender, debtor = parties.sender_firm(rng, "collector"), parties.debtor(rng, "consumer")
    day = dt.date(2026, 3, 2) + dt.timedelta(days=rng.randrange(200))
    cases = [_case(rng, day) for _ in range(rng.randrange(3, 7))]
    grand = sum((case["total"] for case in cases), Decimal(0))
    title = rng.choice(("Saksoversikt", "Oversikt over dine saker hos oss", "Gjeldsoversikt"))
    total_label = rng.choice(("Totalt utestående", "Saldo alle saker", "Sum alle saker"))
    rows = [(f"{case['number']} {case['creditor']}", case["total"]) for case in cases]
    parts = [
        _head(sender, debtor, day, title),
        "<p>Nedenfor finner du alle saker som er registrert på deg per dags dato. Oversikten er til orientering.</p>",
        _table([*rows, (total_label, grand)]),
    ]
    for place, case in enumerate(cases):
        page_break = ' class="next"' if place == 0 else ""
        parts.append(f"<h2{page_break}>Sak {case['number']} – {html.escape(case['creditor'])}</h2>")
        parts.append(f"<p>Opprinnelig forfall {case['due']:%d.%m.%Y}. KID {case['kid']}, konto {case['account']}.</p>")
        parts.append(_table([*case["rows"], ("Totalbeløp", case["total"])]))
    truth = {
        "kind": "saksoversikt",
        "letter_date": day.isoformat(),
        "total": f"{grand:.2f}",
        "cases": [
            {"number": case["number"], "creditor": case["creditor"], "total": f"{case['total']:.2f}"} for case in cases
        ],
    }
    return Bundle(_printed("".join(parts)), truth)


def sum_on_next_page(*, seed: int = 0) -> Bundle:
    """A lawful betalingsoppfordring whose rows end on page 1 and whose sum, deadline and account stand on page 2."""
    rng = random.Random(f"sum/{seed}")
    sender, debtor = parties.sender_firm(rng, "collector"), parties.debtor(rng, "consumer")
    creditor = parties.creditor(rng, "power")
    day = dt.date(2026, 2, 9) + dt.timedelta(days=rng.randrange(130))
    due, notice = day - dt.timedelta(days=50), day - dt.timedelta(days=30)
    principal = Decimal(rng.randrange(600, 2400))
    interest = sum((period.interest for period in interest_periods(principal, start=due, end=day)), Decimal(0))
    rows = [("Hovedstol", principal), ("Forsinkelsesrente", interest), ("Inkassosalær", Decimal(300))]
    total = sum((amount for _, amount in rows), Decimal(0))
    deadline = day + dt.timedelta(days=16)
    account, kid = parties.account_number(rng), parties.kid(rng, method="MOD10", length=12)
    rate = str(statutory_rate(day)).replace(".", ",")
    text = (
        f"<p>Vi har fått i oppdrag av {html.escape(creditor.name)} å kreve inn faktura {rng.randrange(10**5, 10**6)} "
        f"med opprinnelig forfall {due:%d.%m.%Y}. Inkassovarsel ble sendt {notice:%d.%m.%Y} med frist "
        f"{notice + dt.timedelta(days=14):%d.%m.%Y}. Renten er {rate} % per år fra "
        f"{due:%d.%m.%Y} til betaling skjer.</p>"
        "<p>Er du uenig i kravet, må du gi oss skriftlig beskjed innen fristen. Blir kravet ikke betalt, kan det bli "
        "drevet inn rettslig, og kostnadene kan øke. Du kan klage til Finansklagenemnda Inkasso.</p>"
    )
    pay = _table(
        [("Å betale", total), ("Betalingsfrist", f"{deadline:%d.%m.%Y}"), ("Kontonummer", account), ("KID", kid)]
    )
    page = _head(sender, debtor, day, "Betalingsoppfordring") + text + _table(rows, total=False)
    truth = {
        "kind": "betalingsoppfordring",
        "fields": {
            "letter_date": day.isoformat(),
            "payment_deadline": deadline.isoformat(),
            "total": f"{total:.2f}",
            "principal": f"{principal:.2f}",
            "interest": f"{interest:.2f}",
            "collection_fee": "300.00",
            "kid": kid,
            "account_number": account,
        },
    }
    return Bundle(_printed(f'{page}<div class="next">{pay}</div>'), truth)


def _case(rng: random.Random, day: dt.date) -> dict[str, Any]:
    creditor = parties.creditor(rng, rng.choice(("power", "dental", "toll")))
    due = day - dt.timedelta(days=rng.randrange(120, 700))
    principal = Decimal(rng.randrange(400, 9000))
    interest = sum((period.interest for period in interest_periods(principal, start=due, end=day)), Decimal(0))
    rows = [
        ("Rest hovedstol", principal),
        ("Renter", interest),
        ("Inkassosalær / Omkostninger", Decimal(rng.choice((300, 600)))),
    ]
    return {
        "number": f"{rng.randrange(10**6, 10**7)}/{due.year % 100}",
        "creditor": creditor.name,
        "due": due,
        "rows": rows,
        "total": sum((amount for _, amount in rows), Decimal(0)),
        "kid": parties.kid(rng, method="MOD10", length=14),
        "account": parties.account_number(rng),
    }


def _head(sender: parties.Party, debtor: parties.Party, day: dt.date, title: str) -> str:
    return (
        f'<p class="head"><b>{html.escape(sender.name)}</b><br>Org.nr. {sender.org_number}<br>Dato: {day:%d.%m.%Y}</p>'
        f"<p>{html.escape(debtor.name)}<br>{html.escape(debtor.street)}<br>{html.escape(debtor.town)}</p>"
        f"<h1>{title}</h1>"
    )


def _table(rows: Sequence[tuple[str, Decimal | str]], *, total: bool = True) -> str:
    """Rows of label and amount; the last one is the sum when `total`."""
    lines = []
    for place, (label, value) in enumerate(rows):
        shown = format_money(value, "space") if isinstance(value, Decimal) else value
        mark = ' class="sum"' if total and place == len(rows) - 1 else ""
        lines.append(f"<tr{mark}><td>{html.escape(label)}</td><td>{shown}</td></tr>")
    return f"<table>{''.join(lines)}</table>"


def _printed(body: str) -> bytes:
    import weasyprint  # slow to load, and reordering needs none of it

    pdf = weasyprint.HTML(string=f"<html lang='nb'><style>{_STYLE}</style><body>{body}</body></html>").write_pdf()
    assert isinstance(pdf, bytes)
    return pdf


def _assembled(parts: Sequence[tuple[pypdfium2.PdfDocument, list[int]]]) -> bytes:
    joined = pypdfium2.PdfDocument.new()
    try:
        for document, pages in parts:
            joined.import_pages(document, pages)
        out = io.BytesIO()
        joined.save(out)
        return out.getvalue()
    finally:
        joined.close()
