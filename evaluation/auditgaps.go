package evaluation

import (
	"cmp"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi/evaluation/internal/sample"
)

// value returns the measure of a person.
func (p *audited) value(m GapMeasure) Figure {
	if m == GapFit {
		return p.outcome.Fit
	}
	return p.load
}

// gaps audits a measure. The error is that of the context.
func (x *auditor) gaps(m GapMeasure) (GapAudit, error) {
	n := len(x.groups)
	type entry struct {
		group, stratum int32
		value          float64
	}
	var list []entry
	sum, count := make([]float64, n), make([]int, n)
	total := 0.0
	for i := range x.people {
		p := &x.people[i]
		if f := p.value(m); f.Defined() {
			list = append(list, entry{p.group, p.stratum, f.Value})
			sum[p.group] += f.Value
			count[p.group]++
			total += f.Value
		}
	}
	// Sort people by stratum and replace values by distances from the mean of
	// the stratum. Labels are then shuffled within blocks.
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
	overlaps := make([]bool, n) // per group: whether it shares a stratum with another
	for _, block := range blocks {
		if slices.ContainsFunc(block, func(e entry) bool { return e.group != block[0].group }) {
			for _, e := range block {
				overlaps[e.group] = true
			}
		}
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
	r := sample.Rand(x.seed)
	for range x.shuffles {
		if err := x.watch.Work(1 + n); err != nil {
			return GapAudit{}, err
		}
		from := 0
		for _, block := range blocks {
			if err := x.watch.Work(2 * len(block)); err != nil { // shuffled, then summed
				return GapAudit{}, err
			}
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
	hidden := slices.ContainsFunc(count, func(c int) bool { return 0 < c && c < x.minCell })
	for g := range p {
		out := &audit.Groups[g]
		out.Group, out.People = x.groups[g], count[g]
		withheld := undefined(SmallCell)
		out.Mean, out.Gap, out.Within, out.P, out.Adjusted, p[g] = withheld, withheld, withheld, withheld, withheld, withheld
		others := len(list) - count[g]
		if count[g] < x.minCell {
			continue
		}
		out.Mean = Figure{Value: sum[g] / float64(count[g])}
		out.Gap, out.Within, p[g] = undefined(NoValues), undefined(NoValues), undefined(NoValues)
		if others == 0 {
			continue
		}
		if hidden {
			// The gap to everybody else would show the withheld group's mean,
			// and so would the distances of the other groups: all distances
			// add up to 0.
			out.Gap, out.Within, p[g] = withheld, withheld, withheld
			continue
		}
		out.Gap = Figure{Value: out.Mean.Value - (total-sum[g])/float64(others)}
		if size == 0 {
			out.Within, p[g] = Figure{}, undefined(NoVariance)
			continue
		}
		out.Within = Figure{Value: distance[g] / float64(count[g])}
		p[g] = Figure{Value: float64(1+hits[g]) / float64(x.shuffles+1)}
		if !overlaps[g] {
			out.Within, p[g] = undefined(NoOverlap), undefined(NoOverlap)
		}
	}
	for g, f := range Holm(p) {
		audit.Groups[g].P, audit.Groups[g].Adjusted = p[g], f
	}
	return audit, nil
}
