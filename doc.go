// Package mutasi describes an organisation of units, posts and people, and the
// plans that say who holds which post. Mutasi is the Indonesian word for the
// transfer of staff between posts; the library serves whoever prepares such
// transfers and has to defend them.
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
//
// A person fits a post as far as the profile attains the post's standard; a
// level that nobody assessed is unknown, which is not level 0, and a post
// without a standard fits everybody. A unit is in balance when its staff covers
// the need that its activities make. The solver weighs the two, and whatever
// else is asked of it, in the order of priority that it is given.
//
// Packages assignment and evaluation do not import each other: evaluation judges
// today's placements, a plan made by hand and a solver's plan alike, and so it is
// an independent check of the solver.
//
// # Reading order
//
// This package first: [Data] and [NewOrganization], or [ReadCSV] for a folder of
// tables; [Organization.Incumbents], [NewPlan] and [Plan.Transfers]. Then
// competency and workload, which are small vocabularies without dependencies,
// then assignment, then evaluation. The examples directory holds programs to run.
//
// # Files
//
// [ReadCSV] and [WriteCSV] keep an organisation in a folder of CSV files, whose
// columns are documented at ReadCSV; [ReadJSON] and [WriteJSON] keep it in one
// versioned JSON document, and plans are JSON documents themselves. A round trip
// loses nothing but the names of time zones. Whatever is wrong with the
// input is reported at once, each [Fault] with its path, and with file, line and
// column where it was read from a file.
//
// # What is exact
//
// Numbers that enter are finite and in range; NaN and ±Inf are refused at the
// border. Values of fit are rounded once to fixed point, and the rounded problem
// is what a solver solves exactly; its result says whether it is proven optimal or
// only feasible with a bound, and carries what is needed to prove it again.
//
// Not exact are the inputs: an assessment leaves a margin, a need rests on norm
// times. And some questions are harder than a flow in a network, such as people of
// different working time in a balance; there a plan is called optimal only once
// the search has closed the gap to its bound.
//
// The same input gives the same plan and the same messages, whatever its order
// and however many processors there are. Pointers that an [Organization] hands out
// are read-only.
package mutasi
