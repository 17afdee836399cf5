package competency

import (
	"encoding/binary"
	"slices"
)

// sheetBuilder gathers the rows of a sheet.
type sheetBuilder struct {
	sheet        *sheet
	competencies map[ID]int32
	steps        map[step]int32
	terms        map[term]int32
	known        map[string]int32 // rows by their encoded terms
	rows         [][]int32        // terms by row, in order of creation
}

func newSheetBuilder(m measure) *sheetBuilder {
	return &sheetBuilder{
		sheet:        &sheet{measure: m, steps: make([]step, 1), wholes: make([]float64, 1), terms: make([]term, 1)},
		competencies: make(map[ID]int32),
		steps:        make(map[step]int32),
		terms:        make(map[term]int32),
		known:        make(map[string]int32),
	}
}

// row returns the row of the selected requirements, in order of creation.
func (b *sheetBuilder) row(s Standard, f factors) int32 {
	var terms []int32
	var key []byte
	for _, r := range s {
		if f.include(r) {
			t := b.term(r)
			terms = append(terms, t)
			key = binary.LittleEndian.AppendUint32(key, uint32(t))
		}
	}
	row, ok := b.known[string(key)]
	if !ok {
		row = int32(len(b.rows))
		b.rows = append(b.rows, terms)
		b.known[string(key)] = row
	}
	return row
}

func (b *sheetBuilder) term(r Requirement) int32 {
	s := b.sheet
	c, ok := b.competencies[r.Competency]
	if !ok {
		c = int32(len(s.competencies))
		s.competencies = append(s.competencies, r.Competency)
		b.competencies[r.Competency] = c
	}
	st := step{competency: c, required: demand(r.Level)}
	i, ok := b.steps[st]
	if !ok {
		i = int32(len(s.steps))
		s.steps = append(s.steps, st)
		s.wholes = append(s.wholes, s.measure.whole(st.required))
		b.steps[st] = i
	}
	t := term{step: i, weight: r.weight()}
	j, ok := b.terms[t]
	if !ok {
		j = int32(len(s.terms))
		s.terms = append(s.terms, t)
		b.terms[t] = j
	}
	return j
}

// build lays the rows out in blocks, longest first.
func (b *sheetBuilder) build() *sheet {
	s := b.sheet
	order := make([]int32, len(b.rows))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(x, y int32) int { return len(b.rows[y]) - len(b.rows[x]) })

	s.place = make([]int32, len(order))
	s.asked = make([]float64, (len(order)+lanes-1)/lanes*lanes)
	for place, row := range order {
		s.place[row] = int32(place)
		for _, j := range b.rows[row] {
			t := s.terms[j]
			s.asked[place] += float64(t.weight * s.wholes[t.step])
		}
	}
	for block := range slices.Chunk(order, lanes) {
		additions := len(b.rows[block[0]])
		s.blocks = append(s.blocks, int32(additions))
		for i := range additions {
			var t [lanes]int32
			for lane, row := range block {
				if i < len(b.rows[row]) {
					t[lane] = b.rows[row][i]
				}
			}
			s.index = append(s.index, t[:]...)
		}
	}
	// Computing a term ahead pays when several rows use it; where most rows have
	// weights of their own, multiplying on the way is half the work.
	if 4*len(s.terms) > len(s.index) {
		b.unshare()
	}
	return s
}

// unshare replaces the terms of the additions by their steps and weights.
func (b *sheetBuilder) unshare() {
	s := b.sheet
	s.weights = make([]float64, len(s.index))
	for i, j := range s.index {
		s.index[i], s.weights[i] = s.terms[j].step, s.terms[j].weight
	}
	s.terms = nil
}

// ratioBatch is the compiled form of the models that are one ratio of sums.
type ratioBatch struct {
	sheet *sheet
	scale float64
	rows  []int32 // by standard: the place of its row
}

func compileRatio(m measure, standards []Standard, scale float64) Batch {
	b := newSheetBuilder(m)
	rows := make([]int32, len(standards))
	for k, s := range standards {
		rows[k] = b.row(s, everything)
	}
	sh := b.build()
	for k, row := range rows {
		rows[k] = sh.place[row]
	}
	return &ratioBatch{sheet: sh, scale: scale, rows: rows}
}

func (b *ratioBatch) Fit(p Profile, into []float64) {
	w := b.sheet.tally(p)
	for k := range min(len(into), len(b.rows)) {
		into[k] = b.sheet.total(w, b.rows[k]).ratio(b.scale)
	}
	b.sheet.release(w)
}
