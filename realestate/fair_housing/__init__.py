"""Fair housing in the kit: homes are described, never the people who live somewhere. START HERE: `screening`."""

from realestate.fair_housing.answers import AnswerFilter, Change
from realestate.fair_housing.arguments import Prose
from realestate.fair_housing.introductions import introductions
from realestate.fair_housing.mail import UnlawfulMail, check_mail, warnings_of
from realestate.fair_housing.remarks import CLEARED, HARD, SOFT, flag, flagged_words
from realestate.fair_housing.replies import Verdict, judge, quoted, sentence
from realestate.fair_housing.screening import Finding, findings, screen

__all__ = [
    "CLEARED",
    "HARD",
    "SOFT",
    "AnswerFilter",
    "Change",
    "Finding",
    "Prose",
    "UnlawfulMail",
    "Verdict",
    "check_mail",
    "findings",
    "flag",
    "flagged_words",
    "introductions",
    "judge",
    "quoted",
    "screen",
    "sentence",
    "warnings_of",
]
