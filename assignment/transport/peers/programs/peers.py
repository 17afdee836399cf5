"""Solves an instance with solvers that Python can import, on one thread:

    peers.py list               names of the solvers found
    peers.py NAME PATH CPU      answers wall seconds, user CPU-seconds and the cost;
                                ends after about CPU seconds of processor time

PATH has int64 rows, columns; int32 cost[rows * columns], capacity[columns] and
marginal[sum of capacities], column by column.
"""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import resource
import sys
import time

import numpy


def load(path):
    rows, columns = (int(x) for x in numpy.fromfile(path, dtype=numpy.int64, count=2))
    numbers = numpy.fromfile(path, dtype=numpy.int32, offset=16)
    pairs = rows * columns
    cost = numbers[:pairs].reshape(rows, columns)
    capacity = numbers[pairs : pairs + columns]
    return cost, capacity, numbers[pairs + columns :]


def user():
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


def measured(solve):
    wall, cpu = time.perf_counter(), user()
    result = solve()
    return time.perf_counter() - wall, user() - cpu, result


def ortools(cost, capacity, marginal):
    """Seats of one column that cost the same are one arc to the sink."""
    from ortools.graph.python import min_cost_flow

    solver = min_cost_flow.SimpleMinCostFlow()
    rows, columns = cost.shape
    sink = rows + columns
    row, column = numpy.divmod(numpy.arange(cost.size, dtype=numpy.int64), columns)
    solver.add_arcs_with_capacity_and_unit_cost(
        row.astype(numpy.int32), (rows + column).astype(numpy.int32), numpy.ones(cost.size, numpy.int64), cost.ravel().astype(numpy.int64)
    )
    at = 0
    for j, seats in enumerate(capacity):
        values, counts = numpy.unique(marginal[at : at + seats], return_counts=True)
        for value, count in zip(values, counts):
            solver.add_arc_with_capacity_and_unit_cost(rows + j, sink, int(count), int(value))
        at += seats
    solver.set_nodes_supplies(numpy.arange(rows, dtype=numpy.int32), numpy.ones(rows, numpy.int64))
    solver.set_node_supply(sink, -rows)
    del row, column

    def solve():
        if solver.solve() != solver.OPTIMAL:
            sys.exit("ortools: no optimum")
        return solver.optimal_cost()

    return measured(solve)


def pot(cost, capacity, marginal):
    """A row more takes the seats that stay empty. Convex costs cannot be said."""
    if marginal.any():
        sys.exit("pot: convex costs")
    import ot

    rows, columns = cost.shape
    matrix = numpy.zeros((rows + 1, columns))
    matrix[:rows] = cost
    have = numpy.ones(rows + 1)
    have[rows] = capacity.sum() - rows
    room = capacity.astype(numpy.float64)
    wall, cpu, plan = measured(lambda: ot.emd(have, room, matrix, numItermax=2**62, center_dual=False))
    total = float((plan * matrix).sum())
    if abs(total - round(total)) > 1e-3 or abs(plan - plan.round()).max() > 1e-6:
        sys.exit(f"pot: the plan is not whole, cost {total!r}")
    return wall, cpu, round(total)


def found():
    names = []
    try:
        import ortools.graph.python.min_cost_flow

        names.append("ortools")
    except ImportError:
        pass
    try:
        import ot

        names.append("pot")
    except ImportError:
        pass
    return names


def main():
    if sys.argv[1:] == ["list"]:
        print(" ".join(found()))
        return
    name, path, limit = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_CPU, (int(user()) + int(limit) + 1, resource.RLIM_INFINITY))
    wall, cpu, cost = {"ortools": ortools, "pot": pot}[name](*load(path))
    print(f"{wall:.6f} {cpu:.6f} {cost}")


main()
