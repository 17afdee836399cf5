package evaluation

import "slices"

// happened tells whether an event could happen to a person, and whether it did.
func (p *audited) happened(e Event) (possible, did bool) {
	out := p.outcome
	switch e {
	case EventPlaced:
		return true, out.Post != ""
	case EventNotWorse:
		return out.Before != "", out.Post != "" && out.Fit.Value >= out.FitBefore.Value
	default:
		return p.wishes, p.met
	}
}

// rates audits an event. overlapping is false where a group shares no stratum
// with the group that it is compared to.
func (x *auditor) rates(e Event) (audit RateAudit, overlapping bool) {
	n := len(x.groups)
	// Each cell counts the people to whom it happened, and those to whom it did
	// not. Most groups have people in few strata, so that a map holds the cells.
	type cell struct{ group, stratum int32 }
	cells := make(map[cell]*[2]int)
	strata := make([][]int32, n) // per group: the strata with people, ascending below
	all := make([][2]int, n)
	for i := range x.people {
		p := &x.people[i]
		possible, did := p.happened(e)
		if !possible {
			continue
		}
		side := 1
		if did {
			side = 0
		}
		c := cells[cell{p.group, p.stratum}]
		if c == nil {
			c = new([2]int)
			cells[cell{p.group, p.stratum}] = c
			strata[p.group] = append(strata[p.group], p.stratum)
		}
		c[side]++
		all[p.group][side]++
	}
	audit = RateAudit{Event: e, Groups: make([]GroupRate, n)}
	best := -1
	for g, c := range all {
		r := &audit.Groups[g]
		r.Group, r.People = x.groups[g], c[0]+c[1]
		why := SmallCell
		if r.People == 0 && x.size[g] >= x.minCell {
			why = NobodyConcerned
		}
		withheld := newInference("", r.People, why)
		r.Rate, r.Impact, r.Adjusted, r.Exact, r.Conditional = withheld.P, withheld.P, withheld.P, withheld, withheld
		if r.People < x.minCell {
			continue
		}
		r.Count = c[0]
		r.Rate = share(c[0], r.People)
		if best < 0 || r.Rate.Value > audit.Groups[best].Rate.Value {
			best = g
		}
	}
	if best < 0 {
		return audit, true
	}
	overlapping = true
	reference := all[best]
	top := audit.Groups[best].Rate.Value
	p := make([]Figure, n)
	for g := range p {
		r := &audit.Groups[g]
		p[g] = undefined(NotPart)
		if !r.Rate.Defined() {
			continue
		}
		r.Impact = ratio(r.Rate.Value, top)
		r.Flagged = r.Impact.Defined() && r.Impact.Value < 0.8
		if g == best { // compared to itself
			r.Exact, r.Conditional = newInference("", r.People, NotPart), newInference("", r.People, NotPart)
			continue
		}
		r.Exact, _ = Fisher(Table{A: all[g][0], B: all[g][1], C: reference[0], D: reference[1]})
		p[g] = r.Exact.P
		var tables []Table
		slices.Sort(strata[g])
		for _, s := range strata[g] {
			a, c := cells[cell{int32(g), s}], cells[cell{int32(best), s}]
			if c != nil {
				tables = append(tables, Table{A: a[0], B: a[1], C: c[0], D: c[1]})
			}
		}
		r.Conditional, _ = MantelHaenszel(tables...)
		overlapping = overlapping && r.Conditional.N > 0
	}
	for g, f := range Holm(p) {
		if audit.Groups[g].Rate.Defined() {
			audit.Groups[g].Adjusted = f
		}
	}
	return audit, overlapping
}
