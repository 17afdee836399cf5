// Package evaluation judges transfer plans, whoever made them: today's
// placements, a plan made by hand, a rival's plan. What happened after the
// transfers is the matter of package
// [github.com/mutasi-go/mutasi/evaluation/programme].
//
// # Of a plan
//
// [Evaluate] measures one plan; [Compare] puts two side by side, with the
// transfers between them and a verdict per measure. What they report:
//
//   - fit of people to posts (kesesuaian), counted once per person unless the
//     name of a figure says weighted;
//   - staff against need, per post, unit and agency, and how evenly it is
//     spread: [Gini], [Jain], [Theil], [Atkinson], [Hoover] and others, which
//     have no dimension and so compare between organisations;
//   - vacancies, over-full posts and unmet floors;
//   - regret to one's own best eligible post, and justified envy;
//   - who is worse off than before, wishes by rank, moves within and between
//     agencies, the training that moves call for, and broken rules by name.
//
// An agency (instansi, perangkat daerah) is a unit without a parent, with all
// units below it.
//
// The optimiser's own score is no outcome: a better total fit after maximising
// fit is guaranteed. Judge a programme by what was held out of its objective,
// and by what the people concerned and their clients say afterwards.
//
// # Of groups
//
// [Audit] asks whether a group of people fares differently from the others, by
// the four-fifths rule with exact tests, conditional on qualification, and by
// shuffling labels within strata.
//
// # Undefined figures
//
// A [Figure] is a number or says why there is none: the mean of nobody, the
// inequality of loads that are all zero. It is never NaN. The plain functions
// of this package, which return a float64, document where they return NaN.
package evaluation
