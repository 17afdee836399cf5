// Package mutasi describes an organisation of units, posts and people, and the
// plans that say who holds which post. Mutasi is the Indonesian word for the
// transfer of staff between posts. The library serves the people who prepare such
// transfers and have to defend them.
//
// # Concepts
//
//	Unit      a part of the organisation; units form a forest
//	Position  a post in a unit: seats, floor, need, weight, standard
//	Employee  a person: post held today, profile, wishes, ratings
//	Plan      who holds which post; the bench is outside every post
//	Rule      who may hold what, as data with a reason
//	Cause     what forbids something: constraint, reason, author, day
//
// and how they lead to a plan:
//
//	profile of a person  ─┐
//	                      ├─ fit, in [0, 1]              package competency
//	standard of a post   ─┘
//
//	activities ── need in FTE ── staff / need = coverage ── penalty,
//	    whose sum over units is their balance            package workload
//
//	organisation + goals by priority + constraints
//	    └─ Solve ── plan + certificate                   package assignment
//	                  └─ Check ── proven, or what fails
//
//	any plan, whoever made it ── measures, audits        package evaluation
//	    └─ a page to read                                package evaluation/report
//
//	outcomes before and after the transfers ── tests     package evaluation/programme
//
// The package example is a whole program: it reads a folder of files, makes a
// plan and proves it. It is also in the README.
//
// A person fits a post as far as the profile attains the post's standard; a
// level that nobody assessed is unknown, which is not level 0, and a post
// without a standard fits everybody. A unit is in balance when its staff covers
// the need that its activities make. The solver pursues goals in their order of
// priority. A goal maximises or minimises a sum, such as that of fit, or it is
// about the worst off: Bottleneck makes the least value as large as possible,
// Leximin then the next one, and so on. Under the sums Nash and AlphaFair a gain
// counts more for those who have less.
//
// Packages assignment and evaluation do not import each other. Package evaluation
// judges today's placements, a plan made by hand and a solver's plan alike, so that
// it is an independent check of the solver; it also compares groups of people.
// Package evaluation/programme judges no plan: it compares what was measured
// before the transfers and after them.
//
// # Reading order
//
// This package first: [Data] and [NewOrganization], or [ReadCSV] for a folder of
// tables; [Organization.Incumbents], [NewPlan], [Plan.Transfers] and
// [Organization.Schedule]. Then competency and workload, which are small
// vocabularies without dependencies, then assignment, then evaluation. Package
// assignment/lap, the linear assignment problem on plain matrices, is of use
// without the rest, and so is package assignment/transport, the transportation
// problem. The examples directory holds programs to run: rotation plans a city,
// from files to a proven plan.
//
// # Files
//
// [ReadCSV] and [WriteCSV] keep an organisation in a folder of CSV files, whose
// columns are documented at ReadCSV; [ReadJSON] and [WriteJSON] keep it in one
// versioned JSON document, and plans are JSON documents themselves. A round trip
// loses nothing but the names of time zones. All faults of the input are reported
// at once, each [Fault] with its path, and with file, line and column where it was
// read from a file. A fault has a code and arguments, so that [Fault.Translate] can
// render it in another language.
//
// # What is exact
//
// Numbers that enter are finite and in range; NaN and ±Inf are refused at the
// border. The values of each goal are rounded once to fixed point, and the rounded
// problem is solved exactly, in integers. A solution says whether it is proven
// optimal or only feasible with a bound, as when the solve was ended early.
//
// A solution has a certificate, which can be stored as JSON. From the problem, the
// plan and the certificate, Check of package assignment proves the plan: it
// computes values and rules anew from their definitions, and has the optimum
// proven by code that shares nothing with the solver. Verify does that for a
// solution at hand.
//
// The inputs are not exact: an assessment leaves a margin, a need rests on norm
// times. And some questions are no flow in a network, such as a balance of people
// of different working time. They are never approximated in silence. They are
// refused with an error, or searched; then a plan is called optimal only once the
// search has closed the gap to its bound, and Checked.Replayed names the goals
// whose only proof is to search again.
//
// The same input gives the same plan and the same messages, whatever its order
// and however many processors there are. Pointers that an [Organization] hands out
// are read-only.
package mutasi
