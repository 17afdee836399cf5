package evaluation

import (
	"cmp"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi/evaluation/internal/sample"
)

// value returns the measure of a person.
func (x *auditor) value(m GapMeasure, i int) Figure {
	if m == GapFit {
		return x.outcomes[i].Fit
	}
	return x.load[i]
}

// gaps audits a measure.
func (x *auditor) gaps(m GapMeasure) GapAudit {
	n := len(x.groups)
	type entry struct {
		group, stratum int32
		value          float64
	}
	var list []entry
	sum, count := make([]float64, n), make([]int, n)
	total := 0.0
	for i, g := range x.group {
		if f := x.value(m, i); f.Defined() {
			list = append(list, entry{g, x.stratum[i], f.Value})
			sum[g] += f.Value
			count[g]++
			total += f.Value
		}
	}
	// People by stratum, each with the distance from the mean of the stratum:
	// shuffling labels is then shuffling within blocks.
	slices.SortStableFunc(list, func(a, b entry) int { return cmp.Compare(a.stratum, b.stratum) })
	var blocks [][]entry
	for from := 0; from < len(list); {
		to, mean := from, 0.0
		for to < len(list) && list[to].stratum == list[from].stratum {
			mean += list[to].value
			to++
		}
		mean /= float64(to - from)
		for k := from; k < to; k++ {
			list[k].value -= mean
		}
		blocks = append(blocks, list[from:to])
		from = to
	}
	distance, size := make([]float64, n), 0.0
	for _, e := range list {
		distance[e.group] += e.value
		size += math.Abs(e.value)
	}
	labels := make([]int32, len(list))
	for k, e := range list {
		labels[k] = e.group
	}
	hits := make([]int, n)
	shuffled := make([]float64, n)
	r := sample.Rand(x.opts.Resampling.Seed)
	for range x.opts.Resampling.Count {
		from := 0
		for _, block := range blocks {
			mine := labels[from : from+len(block)]
			r.Shuffle(len(mine), func(a, b int) { mine[a], mine[b] = mine[b], mine[a] })
			from += len(block)
		}
		clear(shuffled)
		for k, g := range labels {
			shuffled[g] += list[k].value
		}
		for g := range hits {
			if math.Abs(shuffled[g]) >= math.Abs(distance[g])-float64(sample.Tolerance*size) {
				hits[g]++
			}
		}
	}
	audit := GapAudit{Measure: m, Groups: make([]GroupGap, n)}
	p := make([]Figure, n)
	hidden := slices.ContainsFunc(count, func(c int) bool { return 0 < c && c < x.opts.MinCell })
	for g := range p {
		out := &audit.Groups[g]
		out.Group, out.People = x.groups[g], count[g]
		withheld := undefined(SmallCell)
		out.Mean, out.Gap, out.Within, out.P, out.Adjusted, p[g] = withheld, withheld, withheld, withheld, withheld, withheld
		others := len(list) - count[g]
		if count[g] < x.opts.MinCell {
			continue
		}
		out.Mean = Figure{Value: sum[g] / float64(count[g])}
		out.Gap, out.Within, p[g] = undefined(NoValues), undefined(NoValues), undefined(NoValues)
		if others == 0 {
			continue
		}
		if hidden {
			// A gap to everybody else, or the distances of all groups, which
			// add up to 0, would give the withheld group's mean away.
			out.Gap, out.Within, p[g] = withheld, withheld, withheld
			continue
		}
		out.Gap = Figure{Value: out.Mean.Value - (total-sum[g])/float64(others)}
		if size == 0 {
			out.Within, p[g] = Figure{}, undefined(NoVariance)
			continue
		}
		out.Within = Figure{Value: distance[g] / float64(count[g])}
		p[g] = Figure{Value: float64(1+hits[g]) / float64(x.opts.Resampling.Count+1)}
		if !mixed(blocks, func(e entry) bool { return int(e.group) == g }) {
			out.Within, p[g] = undefined(NoOverlap), undefined(NoOverlap)
		}
	}
	for g, f := range Holm(p) {
		audit.Groups[g].P, audit.Groups[g].Adjusted = p[g], f
	}
	return audit
}

// mixed reports whether some block holds entries inside and outside a group.
func mixed[E any](blocks [][]E, in func(E) bool) bool {
	return slices.ContainsFunc(blocks, func(b []E) bool {
		return slices.ContainsFunc(b, in) && slices.ContainsFunc(b, func(e E) bool { return !in(e) })
	})
}
