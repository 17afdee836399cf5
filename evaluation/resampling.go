package evaluation

// Resampling says how often labels are shuffled or samples drawn.
type Resampling struct {
	Count int    // 0 means 9,999
	Seed  uint64 // the same seed gives the same result
}
