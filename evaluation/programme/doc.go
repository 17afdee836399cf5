// Package programme judges programmes of transfers by what happened after them.
// Package evaluation judges the plan; this one asks whether the plan helped.
//
// # Outcomes
//
// The user brings the outcomes. A [Panel] holds a number per unit and period,
// such as the days that a licensing office needs per permit. A [Survey] holds
// the answers of people on a Likert scale.
//
// # Methods
//
//   - The same units before and after: [Paired] has the t test, the signed-rank
//     test, the sign-flip test, the net improvement, and a bootstrap.
//   - Units in the programme and units outside it: [Panel.DiD].
//   - One series over time: [ITS] and [CUSUM].
//   - Surveys: [Survey.Reliability], [Survey.Items], [Survey.NonResponse], and
//     two waves of a survey by [PairWaves]. [McNemar] tests answers of yes and no.
//   - Any other statistic of units: [Bootstrap].
//
// Each method says in its comment what it assumes. None of them turns a
// comparison that is unfair from the start into a fair one.
//
// # Undefined figures
//
// A [github.com/mutasi-go/mutasi/evaluation.Figure] is a number or says why
// there is none. It is never NaN or infinite.
package programme
