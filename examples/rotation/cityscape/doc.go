// Package cityscape makes up the civil service of Kota Lembayara, a city that
// does not exist: the data set of the rotation example.
//
// [Files] is a pure function, the same on every machine and under every version
// of Go: it draws from a generator of its own and counts in integers. The
// people are named from syllables and belong to nobody.
//
// # How the city comes about
//
// The agencies, their divisions and the posts are tables (city.go, tasks.go).
// Everybody is made for one post, their home: the levels they hold are those
// that its standard asks, a bit more or less. Homes are shared out as the work
// requires. Where people work today is another matter (staffing.go): some
// divisions have collected too many and some have lost theirs, so that those at
// home beyond the number a division has today are found in posts that are not
// theirs, or in none; a few more have traded places. The homes are thus a plan
// with a fit near 1 and coverage near 1, which nobody is told, and which the
// rules of tenure keep out of reach.
package cityscape
