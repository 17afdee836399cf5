// Package assignment places people in posts: exactly, and with a proof.
//
// A Problem has an organization, an Objective and Constraints. Solve returns a
// Solution with a mutasi.Plan that no admitted plan beats, and Verify proves
// that again from the dual prices that the solution carries.
//
// # Goals by priority
//
// An Objective is a list of goals. Each goal maximises or minimises a sum of
// terms: Placed, Fit, Moves, Wishes, Rated, Balance, BalancePosts, or a Custom
// one, weighted by Weigh. The first goal comes first without any compromise:
// the second only chooses among the plans that are optimal in the first, the
// third among what then remains. No weight has to be big enough for that.
//
// Two aims that should be traded against each other belong into one goal, with
// weights that say at what rate:
//
//	Maximize(Fit(model), Weigh(-0.5, Balance(workload.Quadratic(1))))
//
// # Constraints
//
// Seats and MinSeats of every post always hold. Fix, Forbid, Keep and
// MustPlace are decisions about people; Obey applies rules, which carry their
// reasons; Eligible and its two one-sided forms are plain conditions. Where
// they leave no plan, the InfeasibleError names people, posts and constraints
// that conflict.
//
// # What is exact
//
// The values of each goal are rounded once, to 2⁻²⁴ of the goal's units or the
// finest that fits in 30 bits. That rounded problem is solved exactly, in
// integers, and Value reports its value with a bound on the rounding. A
// balance counts heads, so it is solved for people of equal capacities only,
// and is otherwise an error.
//
// A Solution is Feasible instead of Optimal only if the context ended the
// solve; then every Value has a proven Bound.
//
// # Determinism
//
// People and posts are ordered by a hash of the seed and their IDs. The same
// problem gives the same plan in whatever order it was entered and on any
// number of processors, and no birthday or alphabet in an ID decides a tie.
package assignment
