// Package competency holds what people can do, what posts ask, and how well the
// one fits the other.
//
// # Concepts
//
// A competency (kompetensi) is named by an [ID] and held at a [Level] on the
// scale of its [Framework]; civil servants in Indonesia are assessed on levels 1
// to 5. A [Profile] holds the [Rating] of each competency that one person was
// assessed in. What is missing from it is unknown, which is not level 0: nobody
// has looked yet. A [Standard] lists the [Requirement] lines of a post: a level,
// a weight, and whether the line is an entry condition (Mandatory) or a core
// factor (Core). A post whose standard is empty is satisfied by everybody.
//
// Two questions are kept apart. May this person hold the post at all? [Meets]
// answers with yes or no, from the mandatory lines alone. How well does the
// person fit? A [Model] answers with a number in [0, 1], the fit, from all lines.
// Where the person stands on each line is a [Gap].
//
// # Models
//
// There is no single right measure of fit, and the three in common use disagree
// about the person who has more than the post asks:
//
//   - [Attainment], the default of the library, gives a surplus no credit;
//   - [JobPersonMatch] (JPM) lets a surplus offset a gap, unless told otherwise;
//   - [ProfileMatching] (the GAP method) holds a surplus against the person.
//
// Each says by [Unknown] what it does about a missing rating; by default it
// counts as nothing. No model reads the margin of a rating; [Gap.Open] does.
//
// Every model is a [Compiler]: its Compile turns a list of standards into a
// [Batch] that scores one person against all of them, with results equal to
// those of Fit in every bit and several times faster, for the millions of pairs
// of a ministry.
//
// # Points
//
// Every model is also a [Tabulator]: its Points are a second form of Fit, in
// whole numbers up to [Full]. They are the same on every processor and in every
// order of the lines, and a person who lacks something never has those of a full
// match. A [Table] computes them for all posts at once by adding up a few rows of
// numbers, some thirty times faster than a Batch, where the levels of people are
// not too many. An optimizer needs points; reports need the fit.
//
// # Input
//
// Nothing here panics or returns a fit outside [0, 1], whatever the numbers.
// A level below 0 counts as 0, a weight that is not positive as 1, a required
// level of NaN cannot be reached, and levels and weights beyond 1e100 count as
// 1e100. Such input is a fault of the data all the same, and the border of an
// organization rejects it with a path to where it stands.
package competency
