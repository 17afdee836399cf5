// Package workload holds how much work there is, how much staff it needs, and
// what it costs to have too little or too much.
//
// # Concepts
//
// Workload analysis (analisis beban kerja, ABK) starts from the [Activity]: a
// task with a volume a year and a norm time per unit. [Need] adds the activities
// of a post up and divides by the effective working time (waktu kerja efektif,
// WKE) of one person; the result is in full-time equivalents, an [FTE], and is
// not rounded. The need of a unit is the sum of its posts' needs. Only where
// whole posts are planned does [FTE.Posts] round, once and half up. [WISN] is
// the method of the health services for the same question.
//
// Staff and need meet in two ratios, which are each other's inverse and are
// often confused:
//
//   - [Coverage] = staff / need is what planning works with: 1 is right, 0.5
//     leaves half of the work undone;
//   - [Efficiency] = need / staff (EJ of a post, EU of a unit) is what forms
//     report, in classes from A, overloaded, to E: above 1 there is more work
//     than time.
//
// # Penalties
//
// A [Curve] says how bad a coverage is. It is convex: the first person relieves
// a short unit more than the next one, and a surplus weighs more the larger it
// is. [Quadratic] is the parabola about a target; [NewCurve] takes any corners,
// such as "steep below 0.8, free up to 1.1, gentle above". A unit is charged
// need · curve(staff/need), by [Curve.Penalty], which in the staff is convex
// too; the same in need/staff would not be, and could not be solved exactly.
// [Curve.Marginal] gives what one more person changes.
//
// # Input
//
// Nothing here panics, whatever the numbers; each function says what it makes
// of amounts that are negative, infinite or NaN. The border of an organization
// rejects such amounts with a path to where they stand.
package workload
