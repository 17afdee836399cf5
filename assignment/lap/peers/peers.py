"""Solves instances with other people's solvers, one thread, on request.

Reads commands from standard input, one a line, and answers with one line each:

    list                 names of the solvers that can be imported, by kind
    dense PATH           load a matrix: int64 rows, columns; float64 costs
    batch PATH           load matrices: int64 count, rows, columns; float64 costs
    sparse PATH          load arcs: int64 rows, columns, arcs;
                         int64 start[rows + 1], int32 column[arcs], float64 cost[arcs]
    solve NAME COUNT CLOCK
                         solve COUNT times; answers mean seconds and the cost,
                         or "skip" where the solver does not take such costs
"""

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import sys
import time

import numpy

DENSE, BATCH, SPARSE = {}, {}, {}

try:
    import scipy
    from scipy.optimize import linear_sum_assignment
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    def scipy_dense(cost):
        rows, columns = linear_sum_assignment(cost)
        return lambda: cost[rows, columns].sum()

    def scipy_batch(costs):
        found = [linear_sum_assignment(cost) for cost in costs]
        return lambda: sum(cost[at].sum() for cost, at in zip(costs, found))

    def scipy_sparse(graph):
        rows, columns = min_weight_full_bipartite_matching(graph["csr"])
        return lambda: float(graph["csr"][rows, columns].sum())

    DENSE["scipy"], BATCH["scipy"], SPARSE["scipy"] = scipy_dense, scipy_batch, scipy_sparse
except ImportError:
    pass

try:
    import lap

    def lapx_dense(solver):
        def solve(cost):
            total, _, _ = solver(cost, extend_cost=cost.shape[0] != cost.shape[1])
            return lambda: total

        return solve

    def lapx_batch(solver):
        def solve(costs):
            totals, _, _ = solver(costs, n_threads=1)
            return lambda: sum(totals)

        return solve

    # Of its many solvers these are the classic one and the fastest one.
    for name in ("lapjv", "lapjvr"):
        if hasattr(lap, name):
            DENSE["lapx." + name] = lapx_dense(getattr(lap, name))
    for name in ("lapjvx_batch", "lapjvr_batch"):
        if hasattr(lap, name):
            BATCH["lapx." + name] = lapx_batch(getattr(lap, name))
except ImportError:
    pass

try:
    from ortools.graph.python import linear_sum_assignment as ortools_assignment

    def ortools_solver(row, column, cost):
        solver = ortools_assignment.SimpleLinearSumAssignment()
        solver.add_arcs_with_cost(row, column, cost.astype(numpy.int64))
        return solver

    def ortools_solve(solver):
        if solver.solve() != solver.OPTIMAL:
            return lambda: float("nan")
        return lambda: float(solver.optimal_cost())

    def ortools_dense(cost):
        """Takes whole costs of a square, not too many, and is built once for each."""
        rows, columns = cost.shape
        if rows != columns or cost.size > 5_000_000 or (cost != numpy.floor(cost)).any():
            return None
        if BUILT.get("matrix") is not cost:
            row = numpy.repeat(numpy.arange(rows, dtype=numpy.int32), columns)
            column = numpy.tile(numpy.arange(columns, dtype=numpy.int32), rows)
            BUILT.update(matrix=cost, solver=ortools_solver(row, column, cost.ravel()))
            return None
        return ortools_solve(BUILT["solver"])

    BUILT = {}
    DENSE["ortools"] = ortools_dense
    SPARSE["ortools"] = lambda graph: ortools_solve(graph["ortools"])
except ImportError:
    pass


def load_dense(path):
    shape = numpy.fromfile(path, dtype=numpy.int64, count=2)
    return numpy.fromfile(path, dtype=numpy.float64, offset=16).reshape(shape)


def load_batch(path):
    shape = numpy.fromfile(path, dtype=numpy.int64, count=3)
    return numpy.fromfile(path, dtype=numpy.float64, offset=24).reshape(shape)


def load_sparse(path):
    rows, columns, arcs = (int(x) for x in numpy.fromfile(path, dtype=numpy.int64, count=3))
    at = 24
    start = numpy.fromfile(path, dtype=numpy.int64, count=rows + 1, offset=at)
    at += 8 * (rows + 1)
    column = numpy.fromfile(path, dtype=numpy.int32, count=arcs, offset=at)
    at += 4 * arcs
    cost = numpy.fromfile(path, dtype=numpy.float64, count=arcs, offset=at)
    graph = {}
    if "scipy" in SPARSE:
        graph["csr"] = csr_matrix((cost, column, start), shape=(rows, columns))
    if "ortools" in SPARSE:
        row = numpy.repeat(numpy.arange(rows, dtype=numpy.int32), numpy.diff(start))
        graph["ortools"] = ortools_solver(row, column, cost)
    return graph


def main():
    solvers, problem = {}, None
    for line in sys.stdin:
        command, *words = line.split()
        if command == "list":
            answer = " ".join(["dense", *DENSE, "batch", *BATCH, "sparse", *SPARSE])
        elif command == "dense":
            solvers, problem, answer = DENSE, load_dense(words[0]), "ok"
        elif command == "batch":
            solvers, problem, answer = BATCH, load_batch(words[0]), "ok"
        elif command == "sparse":
            solvers, problem, answer = SPARSE, load_sparse(words[0]), "ok"
        else:
            name, count, clock = words
            now = time.process_time if clock == "cpu" else time.perf_counter
            solve, count = solvers[name], int(count)
            if name == "ortools" and problem is not BUILT.get("matrix") and solvers is DENSE:
                solve(problem)  # only builds
            begin = now()
            for _ in range(count):
                cost = solve(problem)
            seconds = (now() - begin) / count
            answer = f"{seconds!r} {float(cost())!r}" if cost else "skip"
        print(answer, flush=True)


main()
