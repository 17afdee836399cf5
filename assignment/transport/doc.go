// Package transport solves the transportation problem exactly: rows have units
// to send, columns have room for them, and each pair of a row and a column has a
// cost per unit. It sends every unit so that the sum of all costs is least.
//
//	solution, err := transport.Solve(ctx, &transport.Problem{
//		Supply:   []int{2, 1},       // units of each row
//		Capacity: []int{1, 2, 1},    // room of each column
//		Cost:     []int32{4, 1, 3, 2, 0, 5},
//	}, nil)
//	for _, f := range solution.Flows { … }
//
// # Problem
//
// In symbols, with x_ij whole units from row i to column j:
//
//	minimise   Σ_ij c_ij·x_ij  +  Σ_j φ_j(load_j)      load_j = Σ_i x_ij
//	subject to Σ_j x_ij = supply_i,   floor_j ≤ load_j ≤ capacity_j
//
// Pairs may be forbidden. A floor is a lower bound of a load. φ_j is a convex cost
// of the load of a column, given by what each further unit costs: congestion, or
// seats beyond a plan that are dearer than the seats of the plan.
//
// Every unit is sent. If units may stay, add a column for them whose cost is what
// a unit that stays costs. To maximise, negate the costs.
//
// # When to use it
//
// The method is made for few columns and many units: a hundred thousand rows
// and five hundred columns take about a second. Where every column has room for one
// unit, package lap is faster. Costs are whole numbers, so sums and proofs are
// exact; multiply fractions by a power of ten or two and round them first.
//
// # Prices, the proof of optimality
//
// A solution carries a price for each row and each column, the dual variables. No
// pair costs less than its two prices together, and a pair that carries units
// costs exactly as much. The negated price of a column is what a further unit of
// room is worth there, in line with the marginal costs of its load. So no other flow
// is cheaper. [Solution.Verify] checks that with code that shares nothing with the
// solver but the check of the input. Where no flow exists the error names a cut,
// and [InfeasibleError.Verify] recounts it.
//
// # Determinism
//
// Several flows may cost the least. The choice among them depends on the input
// alone, never on Options.Workers, on time or on chance. It may differ between
// versions, and with the starting prices.
package transport
