package competency

import "sync"

// Fixed is a list of standards in the fixed-point form of a model: shares are
// worked out once, and what Points of the model gives for a standard follows from
// them line by line, for any levels. [Table] is faster where the levels are few. A
// Fixed is immutable and safe for concurrent use. The nil Fixed has no standards.
type Fixed struct {
	model        fixedMeasure
	competencies []ID
	steps        []step
	standards    []fixedStandard
	step         [][2][]int32 // by standard and part: the step of each line
	pool         sync.Pool    // of *[]earned
}

// earned is what a person earns at a step.
type earned struct {
	points float64
	counts bool
}

// Fixed prepares standards for scoring any profiles in fixed point.
func (a Attainment) Fixed(standards []Standard) *Fixed { return newFixed(a, standards) }

// Fixed prepares standards for scoring any profiles in fixed point.
func (m JobPersonMatch) Fixed(standards []Standard) *Fixed { return newFixed(m, standards) }

// Fixed prepares standards for scoring any profiles in fixed point.
func (m ProfileMatching) Fixed(standards []Standard) *Fixed { return newFixed(m, standards) }

func newFixed(m fixedMeasure, standards []Standard) *Fixed {
	f := &Fixed{model: m}
	competencies, steps := map[ID]int32{}, map[step]int32{}
	for _, s := range standards {
		form := m.fixed(nil, s)
		var places [2][]int32
		for k := range form.parts {
			for _, l := range form.parts[k].lines {
				c, known := competencies[l.competency]
				if !known {
					c = int32(len(f.competencies))
					competencies[l.competency] = c
					f.competencies = append(f.competencies, l.competency)
				}
				at := step{competency: c, required: l.required}
				i, known := steps[at]
				if !known {
					i = int32(len(f.steps))
					steps[at] = i
					f.steps = append(f.steps, at)
				}
				places[k] = append(places[k], i)
			}
		}
		f.standards, f.step = append(f.standards, form), append(f.step, places)
	}
	return f
}

// Len is the number of standards.
func (f *Fixed) Len() int {
	if f == nil {
		return 0
	}
	return len(f.standards)
}

// Points stores the points of p on all standards: that of the k-th in into[k]. Of
// an into that is shorter than the list of standards it fills what there is. It
// takes a map lookup per competency, and some nanoseconds per line.
func (f *Fixed) Points(p Profile, into []int32) {
	if f == nil {
		return
	}
	memory, ok := f.pool.Get().(*[]earned)
	if !ok {
		fresh := make([]earned, len(f.steps))
		memory = &fresh
	}
	f.earn(p, *memory)
	for k := range min(len(into), len(f.standards)) {
		into[k] = f.sum(k, *memory)
	}
	f.pool.Put(memory)
}

// earn stores what a person earns at every step.
func (f *Fixed) earn(p Profile, at []earned) {
	held, known := make([]float64, 0, 64), make([]bool, 0, 64)
	for _, id := range f.competencies {
		h, k := heldLevel(p, id)
		held, known = append(held, h), append(known, k)
	}
	for i, s := range f.steps {
		at[i].points, at[i].counts = contribution(f.model, held[s.competency], known[s.competency], s.required)
	}
}

// sum returns the points of a standard for what is earned at the steps.
func (f *Fixed) sum(standard int, at []earned) int32 {
	form := &f.standards[standard]
	if !form.asks() {
		return Full
	}
	var worth, missing [2]int64
	for k := range form.parts {
		part, steps := &form.parts[k], f.step[standard][k]
		for i := range part.lines {
			if l, e := &part.lines[i], at[steps[i]]; e.counts {
				worth[k] += form.worth(part, l, e.points)
			} else {
				missing[k] += l.share
			}
		}
	}
	w := form.worths()
	return w.join(worth[0], missing[0], worth[1], missing[1])
}
