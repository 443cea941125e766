"""Benchmark files: read by the custom of each kind, in agreement with what is published, and written."""

from pathlib import Path

import pytest
import vrplib

from station.dispatch.model.evaluator import evaluate
from station.dispatch.planner.vrplib_files import Rounding, read_instance, read_plan, solution_text
from station.kernel.trouble import Trouble

NAMES = (
    "X-n101-k25.vrp",
    "X-n200-k36.vrp",
    "X-n214-k11.vrp",
    "R104.txt",
    "C1_2_1.txt",
    "X148-HVRP.vrp",
)
PLAIN = (
    "NAME : x\nDIMENSION : 2\nCAPACITY : 3\nEDGE_WEIGHT_TYPE : EUC_2D\n"
    "NODE_COORD_SECTION\n1 0 0\n2 1 1\nDEMAND_SECTION\n1 0\n2 1\n"
)


@pytest.fixture
def instances(resources: Path) -> Path:
    return resources / "bench" / "vrp"


@pytest.mark.parametrize("name", NAMES)
def test_the_evaluator_agrees_with_the_published_cost(instances: Path, name: str) -> None:
    instance = read_instance(instances / name)
    plan = read_plan((instances / name).with_suffix(".sol"), instance)
    evaluation = evaluate(instance.problem, plan)
    published = vrplib.read_solution((instances / name).with_suffix(".sol"))["cost"]
    assert evaluation.feasible
    assert instance.cost(evaluation) == str(published)


@pytest.mark.parametrize("name", NAMES)
def test_a_written_solution_is_read_again_by_the_standard_reader(
    instances: Path, name: str, tmp_path: Path
) -> None:
    instance = read_instance(instances / name)
    plan = read_plan((instances / name).with_suffix(".sol"), instance)
    written = tmp_path / "found.sol"
    written.write_text(solution_text(instance, plan, evaluate(instance.problem, plan)), encoding="utf-8")
    ours, theirs = vrplib.read_solution(written), vrplib.read_solution((instances / name).with_suffix(".sol"))
    assert (ours["routes"], ours["cost"]) == (theirs["routes"], theirs["cost"])


def test_windows_and_times_are_in_tenths_as_the_lengths(instances: Path) -> None:
    problem = read_instance(instances / "R104.txt").problem
    assert (len(problem.vans), problem.vans[0].weight_g, problem.vans[0].shift_until_s) == (25, 200, 2300)
    fourth = problem.stops[3]
    assert (fourth.early_s, fourth.late_s, fourth.service_s) == (1490, 1590, 100)


def test_another_rounding_can_be_asked_for(instances: Path) -> None:
    plain = read_instance(instances / "X148-HVRP.vrp", Rounding.NEAREST)
    plan = read_plan(instances / "X148-HVRP.sol", plain)
    assert plain.cost(evaluate(plain.problem, plan)) == "8027972"


def test_windows_in_vrplib_format_and_a_full_matrix(tmp_path: Path) -> None:
    file = tmp_path / "small.vrp"
    file.write_text(
        "NAME : small\nTYPE : VRPTW\nDIMENSION : 3\nVEHICLES : 2\nCAPACITY : 10\nSERVICE_TIME : 7\n"
        "EDGE_WEIGHT_TYPE : EXPLICIT\nEDGE_WEIGHT_FORMAT : FULL_MATRIX\n"
        "EDGE_WEIGHT_SECTION\n0 4 5\n4 0 6\n5 6 0\nDEMAND_SECTION\n1 0\n2 3\n3 4\n"
        "TIME_WINDOW_SECTION\n1 0 100\n2 10 20\n3 0 90\nDEPOT_SECTION\n1\n-1\nEOF\n",
        encoding="utf-8",
    )
    problem = read_instance(file).problem
    assert (len(problem.vans), problem.vans[0].shift_until_s) == (2, 100)
    assert (problem.stops[0].early_s, problem.stops[0].late_s, problem.stops[0].service_s) == (10, 20, 7)
    assert problem.metres.tolist() == [[0, 4, 5], [4, 0, 6], [5, 6, 0]]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "cannot be read"),
        ("hello", "cannot be read"),
        ("NAME : x\nDIMENSION : 2\nNODE_COORD_SECTION\n1 0 0\n2 1 z\nEOF", "cannot be read"),
        (PLAIN + "BACKHAUL_SECTION\n1 0\n2 1\nDEPOT_SECTION\n1\nEOF", "asks for BACKHAUL"),
        (PLAIN + "DEPOT_SECTION\n1\n2\nEOF", "the only depot"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_words(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "odd.vrp"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Trouble) as trouble:
        read_instance(file)
    assert says in trouble.value.what.text.format(**trouble.value.what.values)


def test_a_missing_file_and_a_solution_of_another_instance_are_refused(instances: Path) -> None:
    with pytest.raises(Trouble):
        read_instance(instances / "nowhere.vrp")
    small = read_instance(instances / "X-n101-k25.vrp")
    with pytest.raises(Trouble):
        read_plan(instances / "X-n200-k36.sol", small)
