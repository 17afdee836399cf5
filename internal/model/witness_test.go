package model

import "testing"

// TestWitnessesProveNothingElse: a witness is no stage of an optimum, and
// nothing may hide behind it.
func TestWitnessesProveNothingElse(t *testing.T) {
	m := ladder(Bottleneck, 5, []int32{0, 2, 0, 1, 1}, []int32{0, 1, 4, 1, 3}).then(
		0, 0, 0, 0, 0,
		0, 0, 0, 0, 1)
	r := proven(t, m, span{0, 1, false}, span{1, 2, false}, span{2, 3, true}, span{4, 5, false}, span{2, 3, true})
	if check(m, r) == nil {
		t.Error("a stage between two witnesses narrows what later goals may choose")
	}
	s := ladder(Sum, 0, []int32{5, 6}, []int32{5, 6})
	forged := &Result{
		At: []int32{1, 0}, Goals: []GoalResult{{Cost: 3, Reached: 3, Bound: 3, Proven: true}},
		Stages: []Stage{{Cost: 3, Price: make([]int64, 2), Witness: true}},
	}
	if check(s, forged) == nil {
		t.Error("a witness passes for the proof of a sum")
	}
}
