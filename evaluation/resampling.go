package evaluation

// Resampling says how often a method shuffles labels or draws samples. Nil and
// the zero value are the defaults.
type Resampling struct {
	Count int    // from 1 to 100,000,000; 0 means 9,999 unless the method says otherwise
	Seed  uint64 // the same seed gives the same result
}
