// Package assignment places people in posts: exactly, and with a proof.
//
// A Problem has an organization, an Objective and Constraints. Solve returns a
// Solution with a mutasi.Plan that no admitted plan beats, and with a Certificate
// that proves it.
//
//	Problem ── Solve ──> Solution{Plan, Status, Values}
//	                        └─ Certificate <──> JSON
//	Problem + Plan + Certificate ── Check ──> Checked, or an error that says what fails
//
// # Goals by priority
//
// An Objective is a list of goals. Each goal maximises or minimises a sum of
// terms, weighted by Weigh; or it ranks people or units, as below. The terms are
// the functions that return a Term, such as Placed, Fit, Moves and Balance, and
// Custom for any other sum over people. The first goal comes first without any
// compromise: the second only chooses among the plans that are optimal in the
// first, the third among what then remains. No weight has to be big enough for
// that. Within lets later goals give up a stated amount of a goal.
//
// Two aims that should be traded against each other belong into one goal, with
// weights that say at what rate:
//
//	Maximize(Fit(model), Weigh(-0.5, Balance(workload.Quadratic(1))))
//
// # Constraints
//
// Seats and MinSeats of every post always hold. Fix, Forbid, Keep and
// MustPlace are decisions about people. Obey applies rules. Eligible and its two
// one-sided forms are plain conditions. MaxMoves is a budget. Each has a Cause:
// its name, the reason for it, who answers for it (Signed), and the day on which
// it was in force.
//
// Where no plan satisfies them all, the error of [Solve] is an [InfeasibleError]: the
// people and posts that conflict, and the causes. [Repair] finds the fewest seats,
// floors and constraints that have to give way.
//
// # What is exact
//
// The values of each goal are rounded once, to 2⁻²⁴ of the goal's units or the
// finest that fits in 30 bits. A fit is added up in integers from the start, and
// nobody who lacks something counts as one who lacks nothing. That rounded problem
// is solved exactly, in integers, and Value reports its value with a bound on the
// rounding.
//
// Three things are no flow in a network and are searched by branch and bound:
// a balance of people with different capacities and the goals after it, MaxMoves,
// and the goals after one that is loosened by Within. They are solved exactly
// where the search closes the gap within Options.MaxNodes.
//
// A Solution is Feasible instead of Optimal if the context ended the solve or
// a search left a gap; then every Value has a proven Bound.
//
// # Proof
//
// A Certificate has the seed, the scale, value and bound of every goal, and the
// prices that prove them. It marshals to JSON and back, and names nobody. Check
// takes the problem, a plan and a certificate, and nothing else from the solve. It
// computes values and constraints anew from their definitions: for all people, or
// where people × posts is above 10⁷ for a sample of them (see CheckOptions). Then
// it has every goal proven by code that shares nothing with the solver. Checked
// says how many pairs were recomputed. Solution.Verify is Check with the default
// options.
//
// Goals after a search, and goals after a BottomSum, have no proof shorter than
// the search. Check solves them again and names them in Checked.Replayed.
//
// [Solution.WriteRecord] writes all of that down for an audit, and [CheckRecord]
// checks it against the problem, years later and on another machine.
// [Solution.WriteLP] writes a goal for another solver.
//
// # Explanations
//
// Why somebody has a post, and not another one, has an exact answer: a [Regret] says
// by how much the best plan with that pair is worse than the best plan. All pairs
// share one computation, [Solution.Prepare], because a pair that is forced pushes
// others along a shortest path. [Solution.WhyNot] tells who would give way,
// [Solution.Explain] accounts for a person, [Solution.Candidates] for a post, and
// [Solution.Seat] says what one seat more or less is worth. [Solution.Regrets] goes
// through all pairs. After a [Bottleneck], a [BottomSum] or a search each answer
// takes a solve.
//
// # Determinism
//
// People and posts are ordered by a hash of the seed and their IDs. The same
// problem gives the same plan in whatever order it was entered and on any
// number of processors, and no birthday or alphabet in an ID decides a tie.
//
// # Memory
//
// Bytes that stay on a 64-bit machine, for each person and for each pair of a
// person and a post. TestMemory holds this table.
//
//	                                         a person   a pair
//	an organization, maps apart                   190        0
//	a profile of 8, unlike that of others         340        0
//	a profile of 21, unlike that of others       1250        0
//	mutasi.Organization.Incumbents                 36        0
//	a Solution after Release, with its plan        32        0
//	what it gives back, default objective          70     0.13
//	  and a rule that is data                       4        0
//	  and a rule with a function                    0     0.13
//	  and a Custom term                             4     4.00
//
// An organization holds maps of equal content once, so most ratings and attributes
// take next to nothing; strings are those of the caller. Beside the people stand
// the posts, and the tables of points for each competency and post.
//
// # Which fairness to pick when
//
// For whoever prepares transfers (mutasi) and has to defend them: "fair"
// (adil) has several exact meanings, and they lead to different plans. Say
// which one is meant before looking at names. In all of them the values should
// be assessed ones, such as fit (kesesuaian jabatan), and mean the same for
// everybody: whoever may state their own values can gain by overstating them.
//
// Sum: [Maximize] of Fit, after Maximize of Placed. The best for the
// organisation as a whole (manfaat total). One person may get a poor post
// so that others together gain a little more than that person loses. Pick it
// if a point of fit is worth the same whoever has it, and if a poor fit harms
// the work rather than the person.
//
// Worst-off first: [Leximin] (yang paling dirugikan didahulukan). The lowest
// value is as high as it can be and as few people as possible have it, then
// as few as possible have the next one, and so on. Pick it if the people at the
// bottom will ask why, and the answer has to be that no plan would have left
// fewer of them there. It only compares values:
// it asks that 60 means the same for two people, not that 80 is twice 40. It
// may take much from many to give a little to one.
//
// A minimum for all: [Bottleneck], and then Maximize of Fit. The worst value
// (nilai terendah) is as high as it can be; from there on the sum decides.
// Pick it if the worst case is what counts, such as a standard that everybody
// should reach, and the rest is the organisation's choice. Alone it leaves
// everything above the worst value open: give it a goal to follow.
//
// A group at the bottom: [BottomSum] (jumlah nilai terendah). The k people who have
// least have together as much as they can, say the lowest tenth. Pick it if the
// bottom counts as a group, and one very low value may be made up for by others
// in it. With k = 1 it is Bottleneck, with everybody the sum. It too says nothing
// of whoever is above, so give it a goal to follow.
//
// In between: [Nash] and [AlphaFair]. A gain counts the more the less somebody
// has; nothing comes first at any price. Under Nash, raising one person from
// 30 to 60 weighs as much as raising another from 45 to 90. A greater alpha
// comes nearer to Leximin, alpha 0 is the sum. Pick Nash as a compromise that
// can be said in one sentence, a greater alpha if it still leaves too much
// below. Both need a zero that means nothing at all, and a floor, the least
// value worth telling from lower ones.
//
// Even staffing: Minimize of [Balance], or of [BalancePosts]. This is fairness
// to units, not to people: staff in proportion to need (pemerataan pegawai
// menurut beban kerja). A quadratic curve at target 1 charges a unit that is
// far off more than two that are half as far. With units of equal need every
// strictly convex curve gives the same numbers of staff, and no plan that
// places as many has a smaller largest unit, or smaller two largest together,
// and so on. It looks at numbers only, so give it fit as the next goal, or the
// other way round, or both in one goal with a rate of exchange.
//
// The least staffed unit first: [LeximinCoverage], staff in proportion to need
// (cakupan). Balance adds deviations up, and may leave a small unit empty for
// a large one that is short of many; here the unit that is worst covered comes
// first, then the next. Pick it if every unit has to be able to work at all. With
// equal needs, after Placed, it gives the same numbers of staff as Balance.
//
// Steps: [Goal.Step]. Assessments are not exact to a point. Leximin(t).Step(5)
// treats values within the same 5 as equal, so that fewer people are moved for
// a difference that another assessor would not have seen; 49 and 50 still lie
// in different steps. It also needs far fewer solves where the values of all
// pairs are different.
//
// Wishes and moves: [Wishes] (minat) and [Moves] serve best behind the goals
// above. Ties are common, and then Maximize(Wishes()) and Minimize(Moves())
// choose among plans that are equally fair, at no cost to it:
//
//	Objective{Leximin(Fit(model)), Maximize(Wishes()), Minimize(Moves())}
//
// What is still tied after the last goal is decided by a hash of seed and IDs,
// not by age, name or service.
//
// What it costs: solve twice and compare Values. With Leximin(t), Maximize(t)
// the second value is the sum that is left when the worst-off come first, with
// Maximize(Placed()), Maximize(t), Leximin(t) the third is what the sum leaves
// to the worst-off. The differences are the price of fairness (harga keadilan)
// and of efficiency; the examples print both. In computing time, sum, Nash,
// AlphaFair, Balance and LeximinCoverage take one solve, Bottleneck and BottomSum a few,
// Leximin about one for each different value in use.
//
// What none of them promises: that one more seat, or a colleague's departure,
// harms nobody; that nobody fits a post better than the person who holds it and
// the one that they got; that whoever moves gains. The last can be demanded, by
// Eligible. The others cannot, and the tests of this package keep a small
// counterexample for each. And where two people are alike in everything and
// there is one seat, no rule without a lottery treats them alike.
package assignment
