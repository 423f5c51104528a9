"""Frames -> maps, charts and pictures; no Streamlit."""

from charnwood.drawing import (
    change_charts,
    chart_svg,
    charts,
    exhibits,
    images,
    map_ahead,
    map_layer,
    map_views,
    month_charts,
    plotly_to_matplotlib,
    public_svg,
    scales,
    signal_charts,
    svg_map,
    zoomed_map,
)

__all__ = [
    "change_charts",
    "chart_svg",
    "charts",
    "exhibits",
    "images",
    "map_ahead",
    "map_layer",
    "map_views",
    "month_charts",
    "plotly_to_matplotlib",
    "public_svg",
    "scales",
    "signal_charts",
    "svg_map",
    "zoomed_map",
]
