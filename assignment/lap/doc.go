// Package lap solves the linear assignment problem exactly: given a matrix of
// costs, match every row to a column of its own so that the sum of the matched
// costs is least (or, with [Options.Maximize], greatest).
//
//	solution, err := lap.Solve(ctx, cost, nil)
//	for row, column := range solution.ColumnOf { … }
//
// # Which function
//
//   - [Solve] takes any gonum matrix. A *mat.Dense, or its transpose, is read
//     where it lies: it is neither copied nor changed.
//   - [SolveSparse] takes a list of allowed pairs, for problems in which most
//     pairs are forbidden. A hundred thousand rows are a matter of course.
//   - [SolveInts] takes a slice of int32 and gives integer prices, so that its
//     proof of optimality holds without any rounding.
//   - [SolveBatch] solves many small matrices on all workers.
//   - [Solver] keeps its state, so that after a few rows or columns of a matrix
//     have changed the next solution takes a fraction of the time.
//
// # Rectangles and forbidden pairs
//
// With fewer rows than columns every row is matched and some columns stay free;
// with more rows than columns every column is matched and some rows stay free.
// A pair whose cost is +Inf is never matched, under Maximize too. Where no
// matching of full size exists the error is an [*InfeasibleError], which names a
// set that proves it.
//
// # Prices, the proof of optimality
//
// A solution carries a price for each row and each column, the dual variables.
// No pair costs less than its two prices together (more, under Maximize), a
// matched pair costs exactly as much, and what stays free has price 0; hence no
// matching can beat the sum of all prices, and this one reaches it.
// [Solution.Verify] checks that with code that shares nothing with the solver.
//
// # Ties
//
// Equal costs may leave several best matchings. The choice among them depends on
// the input alone, never on [Options.Workers], on time or on chance, and a matrix
// whose costs are all equal gives the identity: row i has column i. Nothing else
// is promised about ties; the choice may differ between versions.
package lap
