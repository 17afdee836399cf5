package competency

import "encoding/json"

// ProfileMatching is the GAP method (metode profile matching). The gap held −
// required of every requirement earns points from a table, 5 for an exact match
// and fewer for a shortfall or a surplus; the mean over core factors (NCF) and
// the mean over secondary factors (NSF), by Requirement.Core, are joined as
//
//	N = share of core · NCF + share of secondary · NSF
//
// The means are weighted by Requirement.Weight. Where a standard has core
// factors only, or secondary factors only, those carry the whole weight. Unlike
// [Attainment] and [JobPersonMatch] it holds a surplus against a person: whoever
// is far above a post belongs elsewhere.
//
// Fit is N divided by the most the table gives, so N/5 with the usual table: 1
// is an exact match throughout, and the worst gap of the usual table is 0.2.
// [ProfileMatching.Score] returns N itself.
//
// The zero value has the usual table, shares of 0.6 and 0.4, and gives an
// unknown rating 0 points, below every gap; see [Unknown]. ProfileMatching is a
// [Compiler]; values are comparable, two made from different calls of
// [NewGapTable] being different.
type ProfileMatching struct {
	Table GapTable
	// Core and Secondary are the shares of the two kinds of factor, in any
	// unit: only their ratio counts. Both 0 means 0.6 and 0.4. A share that is
	// negative or NaN counts as 0.
	Core, Secondary float64
	Unknown         Unknown
}

// Fit returns the match in [0, 1], in one map lookup per requirement.
func (m ProfileMatching) Fit(p Profile, s Standard) float64 {
	return join(m.coreShare(), tally(m, p, s, coreFactors), tally(m, p, s, secondaryFactors))
}

// Score returns N as it is reported: from 0, where nothing is known, to the
// most the table gives. An empty standard scores the most.
func (m ProfileMatching) Score(p Profile, s Standard) float64 {
	return float64(m.Table.best() * m.Fit(p, s))
}

// MarshalJSON writes name and parameters: the lines of the table, also those of
// the usual one, the shares as they count, so 0.6 and 0.4 where both are 0, and
// [Unknown] as in its MarshalJSON.
//
//	{"name":"ProfileMatching","parameters":{"table":[{"gap":-1,"points":4},…],"core":0.6,"secondary":0.4,"unknown":{"name":"Unknown","parameters":{}}}}
func (m ProfileMatching) MarshalJSON() ([]byte, error) {
	core, secondary := m.shares()
	return json.Marshal(modelJSON{"ProfileMatching", struct {
		Table     GapTable `json:"table"`
		Core      float64  `json:"core"`
		Secondary float64  `json:"secondary"`
		Unknown   Unknown  `json:"unknown"`
	}{m.Table, core, secondary, m.Unknown}})
}

// shares returns the shares of core and secondary factors as they count.
func (m ProfileMatching) shares() (core, secondary float64) {
	core, secondary = onScale(Level(m.Core)), onScale(Level(m.Secondary))
	if core <= 0 && secondary <= 0 {
		return 0.6, 0.4
	}
	return core, secondary
}

// coreShare returns the share of core factors, in [0, 1].
func (m ProfileMatching) coreShare() float64 {
	core, secondary := m.shares()
	return core / (core + secondary)
}

// join combines the two kinds of factor; where nothing is asked all is matched.
func join(share float64, core, secondary total) float64 {
	switch {
	case core.counted > 0 && secondary.counted > 0:
		ncf, nsf := core.points/core.counted, secondary.points/secondary.counted
		// In this form two equal means give that mean, whatever the share.
		return unit(nsf + float64(share*(ncf-nsf)))
	case core.counted > 0:
		return unit(core.points / core.counted)
	case secondary.counted > 0:
		return unit(secondary.points / secondary.counted)
	case core.asked > 0 || secondary.asked > 0:
		return 0
	default:
		return 1
	}
}

// Compile prepares standards for scoring in bulk.
func (m ProfileMatching) Compile(standards []Standard) Batch {
	b := newSheetBuilder(m)
	batch := &profileMatchingBatch{
		share: m.coreShare(),
		pairs: make([]factorRows, len(standards)),
	}
	for k, s := range standards {
		batch.pairs[k] = factorRows{core: b.row(s, coreFactors), secondary: b.row(s, secondaryFactors)}
	}
	batch.sheet = b.build()
	for k, rows := range batch.pairs {
		batch.pairs[k] = factorRows{core: batch.sheet.place[rows.core], secondary: batch.sheet.place[rows.secondary]}
	}
	return batch
}

// factorRows are the rows of one standard's two kinds of factor.
type factorRows struct{ core, secondary int32 }

type profileMatchingBatch struct {
	share float64
	sheet *sheet
	pairs []factorRows
}

func (b *profileMatchingBatch) Fit(p Profile, into []float64) {
	w := b.sheet.tally(p)
	for k := range min(len(into), len(b.pairs)) {
		rows := b.pairs[k]
		into[k] = join(b.share, b.sheet.total(w, rows.core), b.sheet.total(w, rows.secondary))
	}
	b.sheet.release(w)
}

func (m ProfileMatching) policy() Unknown       { return m.Unknown }
func (m ProfileMatching) unasked() float64      { return m.points(0, 0) }
func (ProfileMatching) whole(_ float64) float64 { return 1 }

// points are normalised before they are summed, so that an exact match
// throughout is 1 and not a hair less.
func (m ProfileMatching) points(held, required float64) float64 {
	return m.Table.Points(Level(held-required)) / m.Table.best()
}
