"""A robot's walk in Chromium; tests/robot_browser.py says what it does and what it claims."""

import robot_browser

STEPS = 200


def test_a_robot_walks_two_hundred_steps_in_chromium_and_finds_no_fault(tabs, address):
    walk = robot_browser.Walker(tabs.context, address, seed=3).run(STEPS)
    assert walk.steps == STEPS
    assert not walk.faults, robot_browser.report(walk)
    assert {*robot_browser.DEEDS, "back", "open", "width"} <= {*walk.kinds, "number"}
    assert len(walk.pages) > 10
