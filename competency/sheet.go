package competency

import "sync"

// The compiled form. Scoring N people against P standards of R requirements
// looks like N·P·R map lookups and divisions; almost all of them repeat. So
//
//   - a competency becomes a dense index: one map lookup per person and
//     competency, whatever the number of standards;
//   - a step is a distinct (competency, required level): its points are computed
//     once per person, and there are few, five a competency on a scale of five;
//   - a term is a distinct (step, weight): where standards share weights, its
//     product too is computed once per person;
//   - a row is a distinct sequence of terms: standards alike share one. Its value
//     is the sum of its terms in the order of the standard, nothing else.
//
// One sum is a chain of additions, each waiting for the one before. Rows are
// therefore added eight at a time, in independent chains; they are sorted by
// length, so that the rows of a block need little padding. The padding adds +0,
// which changes no bit of a sum that is not negative.

// lanes is the number of rows added side by side.
const lanes = 8

// sheet holds the rows of a compiled list of standards. It is immutable but for
// its pool of scratch memory. Step 0 and term 0 are padding and are worth 0.
type sheet struct {
	measure      measure
	competencies []ID
	steps        []step
	wholes       []float64 // by step: its share of the denominator per unit of weight
	terms        []term    // empty where weights are kept with the additions
	blocks       []int32   // length of the longest row, by block
	// index holds, block after block, addition after addition, lane after lane,
	// a term, or a step if there are weights, which run in parallel.
	index   []int32
	weights []float64
	place   []int32   // by row in order of creation: its place in the order of blocks
	asked   []float64 // by place
	pool    sync.Pool // of *workings
}

type step struct {
	competency int32
	required   float64
}

type term struct {
	step   int32
	weight float64
}

// workings is the scratch memory of one call.
type workings struct {
	held    []float64 // by competency
	known   []bool
	points  []float64 // by step; 0 for step 0
	wholes  []float64 // by step: the sheet's where the step counts, else 0
	values  []float64 // by term; 0 for term 0
	sums    []float64 // by place
	counted []float64 // by place: the sheet's asked, or spare where not all counts
	spare   []float64
}

func (s *sheet) newWorkings() *workings {
	return &workings{
		held:   make([]float64, len(s.competencies)),
		known:  make([]bool, len(s.competencies)),
		points: make([]float64, len(s.steps)),
		wholes: make([]float64, len(s.steps)),
		values: make([]float64, len(s.terms)),
		sums:   make([]float64, len(s.asked)),
		spare:  make([]float64, len(s.asked)),
	}
}

// tally sums every row for p. The result is to be released after use.
func (s *sheet) tally(p Profile) *workings {
	w, ok := s.pool.Get().(*workings)
	if !ok {
		w = s.newWorkings()
	}
	for c, id := range s.competencies {
		w.held[c], w.known[c] = heldLevel(p, id)
	}
	all := true
	for i := 1; i < len(s.steps); i++ {
		st := s.steps[i]
		points, counts := contribution(s.measure, w.held[st.competency], w.known[st.competency], st.required)
		w.points[i], w.wholes[i] = points, 0
		if counts {
			w.wholes[i] = s.wholes[i]
		}
		all = all && counts
	}
	s.add(w, w.points, w.sums)
	w.counted = s.asked
	if !all {
		s.add(w, w.wholes, w.spare)
		w.counted = w.spare
	}
	return w
}

func (s *sheet) release(w *workings) { s.pool.Put(w) }

// total returns the sums of the row at a place.
func (s *sheet) total(w *workings, place int32) total {
	return total{points: w.sums[place], counted: w.counted[place], asked: s.asked[place]}
}

// add stores, for every row, the sum of weight · value of step.
func (s *sheet) add(w *workings, steps, into []float64) {
	if len(s.weights) > 0 {
		addWeighted(s.blocks, s.index, s.weights, steps, into)
		return
	}
	for i, t := range s.terms {
		w.values[i] = float64(t.weight * steps[t.step])
	}
	addShared(s.blocks, s.index, w.values, into)
}

func addShared(blocks, index []int32, values, into []float64) {
	for b, additions := range blocks {
		var s0, s1, s2, s3, s4, s5, s6, s7 float64
		for range additions {
			t := (*[lanes]int32)(index)
			s0 += values[t[0]]
			s1 += values[t[1]]
			s2 += values[t[2]]
			s3 += values[t[3]]
			s4 += values[t[4]]
			s5 += values[t[5]]
			s6 += values[t[6]]
			s7 += values[t[7]]
			index = index[lanes:]
		}
		*(*[lanes]float64)(into[b*lanes:]) = [lanes]float64{s0, s1, s2, s3, s4, s5, s6, s7}
	}
}

func addWeighted(blocks, index []int32, weights, values, into []float64) {
	for b, additions := range blocks {
		var s0, s1, s2, s3, s4, s5, s6, s7 float64
		for range additions {
			t := (*[lanes]int32)(index)
			w := (*[lanes]float64)(weights)
			s0 += float64(w[0] * values[t[0]])
			s1 += float64(w[1] * values[t[1]])
			s2 += float64(w[2] * values[t[2]])
			s3 += float64(w[3] * values[t[3]])
			s4 += float64(w[4] * values[t[4]])
			s5 += float64(w[5] * values[t[5]])
			s6 += float64(w[6] * values[t[6]])
			s7 += float64(w[7] * values[t[7]])
			index, weights = index[lanes:], weights[lanes:]
		}
		*(*[lanes]float64)(into[b*lanes:]) = [lanes]float64{s0, s1, s2, s3, s4, s5, s6, s7}
	}
}
