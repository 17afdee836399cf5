// Package sample has what shuffled labels and drawn samples have in common.
package sample

import "math/rand/v2"

// Count is how many samples are drawn unless the caller says otherwise.
const Count = 9_999

// Rand returns the random numbers of a seed. They differ from those that the
// caller may draw from the same seed.
func Rand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0x6d7574617369)) }

// Tolerance is the share of its size by which a shuffled sum may fall short of
// the observed sum and still counts as extreme. Sums of the same numbers in
// another order differ in their last digits.
const Tolerance = 1e-12
