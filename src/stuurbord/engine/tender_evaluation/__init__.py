"""Tenders compared: scores, ranking, sensitivity to the weights, arithmetic and abnormal prices."""

from stuurbord.engine.tender_evaluation.abnormal_prices import (
    AbnormalPriceRule,
    AbnormalPrices,
    abnormal_prices,
)
from stuurbord.engine.tender_evaluation.arithmetic import (
    ArithmeticCheck,
    CheckedLine,
    TenderLine,
    arithmetic_check,
)
from stuurbord.engine.tender_evaluation.assessors import AgreedScore, Agreement, agreed_score
from stuurbord.engine.tender_evaluation.criteria import AwardCriterion, ScoreTable, score_table
from stuurbord.engine.tender_evaluation.importance import certain_places, dominates
from stuurbord.engine.tender_evaluation.price_scores import PriceFormula, price_scores
from stuurbord.engine.tender_evaluation.ranking import RankedTender, Ranking, ranking
from stuurbord.engine.tender_evaluation.sensitivity import (
    WeightRange,
    WinnerShares,
    weight_ranges,
    winner_shares,
)

__all__ = [
    "AbnormalPriceRule",
    "AbnormalPrices",
    "AgreedScore",
    "Agreement",
    "ArithmeticCheck",
    "AwardCriterion",
    "CheckedLine",
    "PriceFormula",
    "RankedTender",
    "Ranking",
    "ScoreTable",
    "TenderLine",
    "WeightRange",
    "WinnerShares",
    "abnormal_prices",
    "agreed_score",
    "arithmetic_check",
    "certain_places",
    "dominates",
    "price_scores",
    "ranking",
    "score_table",
    "weight_ranges",
    "winner_shares",
]
