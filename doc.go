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
//	    └─ Solve ── plan + proof                         package assignment
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
// the need that its activities make. The solver weighs the two, and whatever
// else is asked of it, in the order of priority that it is given. A goal is a
// sum to be maximised or minimised, or it is about the worst off: that the
// least be as large as possible (Bottleneck), then the next (Leximin), or that a
// gain count the more the less somebody has (Nash, AlphaFair).
//
// Packages assignment and evaluation do not import each other: evaluation judges
// today's placements, a plan made by hand and a solver's plan alike, and so it is
// an independent check of the solver. It also compares groups of people. Package
// evaluation/programme compares what was measured before the transfers and after
// them.
//
// # Reading order
//
// This package first: [Data] and [NewOrganization], or [ReadCSV] for a folder of
// tables; [Organization.Incumbents], [NewPlan] and [Plan.Transfers]. Then
// competency and workload, which are small vocabularies without dependencies,
// then assignment, then evaluation. Package assignment/lap, the linear assignment
// problem on plain matrices, is of use without the rest. The examples directory
// holds programs to run: rotation plans a city, from files to a proven plan.
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
// problem is what the solver solves exactly, in integers. Its solution says
// whether it is proven optimal or, where the solve was ended early, only feasible
// with a bound, and carries what is needed to prove it again.
//
// Not exact are the inputs: an assessment leaves a margin, a need rests on norm
// times. And some questions are no flow in a network, such as a balance of people
// of different working time. They are never approximated in silence: they are
// refused with an error, or searched for, and then a plan is called optimal only
// once the search has closed the gap to its bound.
//
// The same input gives the same plan and the same messages, whatever its order
// and however many processors there are. Pointers that an [Organization] hands out
// are read-only.
package mutasi
