"""Pictures of networks: drawings as SVG, and the report page that opens every tie's quotes."""

from communique.figures.drawing import Drawing, Node, Quote, Tie
from communique.figures.layout import layout
from communique.figures.network_svg import network_svg
from communique.figures.pairs import Pair, strongest_pairs
from communique.figures.report import LeftOut, Report, render_report

__all__ = [
    "Drawing",
    "LeftOut",
    "Node",
    "Pair",
    "Quote",
    "Report",
    "Tie",
    "layout",
    "network_svg",
    "render_report",
    "strongest_pairs",
]
