"""Outgoing mail: what the law forbids is not prepared, what may read as a judgement is pointed out to its sender."""

from __future__ import annotations

from realestate.fair_housing.replies import quoted, sentence
from realestate.fair_housing.screening import findings


class UnlawfulMail(ValueError):
    """This mail may not leave; the text names the words."""


def check_mail(subject: str, text: str) -> None:
    """Raises UnlawfulMail for words that choose or turn away people."""
    for part in (subject, *_paragraphs(text)):
        hard = [finding for finding in findings(part, "mail") if finding.hard]
        if hard:
            raise UnlawfulMail(sentence("mail_refused").format(words=quoted(part, hard)))


def warnings_of(subject: str, text: str) -> list[str]:
    """A sentence for each paragraph that may read as a judgement of an area, or of who fits."""
    found = [(part, findings(part, "mail")) for part in (subject, *_paragraphs(text))]
    return [sentence("mail_warning").format(words=quoted(part, soft)) for part, soft in found if soft]


def _paragraphs(text: str) -> list[str]:
    return [part for part in text.split("\n") if part.strip()][:200]
