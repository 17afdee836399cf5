package programme

import (
	"cmp"
	"slices"

	"github.com/mutasi-go/mutasi/evaluation"
	"github.com/mutasi-go/mutasi/evaluation/internal/sample"
	"gonum.org/v1/gonum/stat"
)

// Reliability says how far the answers to the items of a survey agree, as they do
// if all items measure one thing.
type Reliability struct {
	Alpha  evaluation.Figure // Cronbach's α; at most 1, and negative where items contradict each other
	People int               // who answered every item; the others are left out
	Items  []ItemFit
}

// ItemFit says how far an item agrees with the others.
type ItemFit struct {
	ID    string
	Total evaluation.Figure // correlation with the sum of the other items; if it is negative, the item may have to be reversed
	Alpha evaluation.Figure // Cronbach's α of the other items
}

// Reliability computes Cronbach's
//
//	α = k/(k−1)·(1 − Σ s²ᵢ / s²_T)
//
// over the people who answered every item. k is the number of items, s²ᵢ the
// variance of an item, s²_T that of the sum of all items. It is undefined with
// fewer than two items or people and where the sums do not vary. A high α does
// not show that the items measure one thing, or the right one.
//
// L. J. Cronbach, Psychometrika 16 (1951) 297–334, doi:10.1007/BF02310555.
func (s *Survey) Reliability() Reliability {
	r := Reliability{Alpha: undefined(evaluation.TooFew)}
	if s == nil {
		return r
	}
	columns := make([][]float64, len(s.items))
	for _, p := range s.people {
		if slices.Contains(p.answers, s.none()) || len(p.answers) == 0 {
			continue
		}
		r.People++
		for k, v := range p.answers {
			columns[k] = append(columns[k], float64(v))
		}
	}
	r.Alpha = alpha(columns)
	for k, item := range s.items {
		others := slices.Concat(columns[:k], columns[k+1:])
		f := ItemFit{ID: item.ID, Alpha: alpha(others), Total: undefined(evaluation.TooFew)}
		if len(others) > 0 && r.People > 1 {
			rest := total(others)
			f.Total = undefined(evaluation.NoVariance)
			if !constant(rest) && !constant(columns[k]) {
				f.Total = figure(stat.Correlation(columns[k], rest, nil), evaluation.NoVariance)
			}
		}
		r.Items = append(r.Items, f)
	}
	return r
}

func alpha(columns [][]float64) evaluation.Figure {
	k := float64(len(columns))
	if len(columns) < 2 || len(columns[0]) < 2 {
		return undefined(evaluation.TooFew)
	}
	sum := 0.0
	for _, c := range columns {
		sum += stat.Variance(c, nil)
	}
	all := stat.Variance(total(columns), nil)
	if all == 0 {
		return undefined(evaluation.NoVariance)
	}
	return figure(k/(k-1)*(1-sum/all), evaluation.NoVariance)
}

// total returns the sum of the columns for each person.
func total(columns [][]float64) []float64 {
	sum := make([]float64, len(columns[0]))
	for _, c := range columns {
		for i, v := range c {
			sum[i] += v
		}
	}
	return sum
}

// ItemSummary describes the answers to one item, turned round if it is reversed.
// It has no mean: the steps of a Likert scale have an order, but no distances.
type ItemSummary struct {
	ID       string
	Answered int               // number of people who answered it
	Skipped  int               // by people who took part
	Counts   []int             // by step, the least first
	Median   evaluation.Figure // half-way between the middle two answers where they differ
	TopTwo   evaluation.Figure // share of the two best steps
	LowTwo   evaluation.Figure // share of the two worst steps
}

// Items summarises each item. On a scale of two or three steps the top two and
// the low two overlap.
func (s *Survey) Items() []ItemSummary {
	if s == nil {
		return nil
	}
	list := make([]ItemSummary, len(s.items))
	for k, item := range s.items {
		sum := ItemSummary{ID: item.ID, Counts: make([]int, s.most-s.least+1)}
		var values []float64
		for _, p := range s.people {
			switch v := p.answers[k]; {
			case v != s.none():
				values = append(values, float64(v))
				sum.Counts[v-s.least]++
			case s.tookPart(p):
				sum.Skipped++
			}
		}
		sum.Answered = len(values)
		slices.Sort(values)
		sum.Median = figure(sample.Median(values), evaluation.NoValues)
		n := len(sum.Counts)
		sum.TopTwo = share(sum.Counts[n-2]+sum.Counts[n-1], len(values))
		sum.LowTwo = share(sum.Counts[0]+sum.Counts[1], len(values))
		list[k] = sum
	}
	return list
}

// tookPart reports whether a person answered any item.
func (s *Survey) tookPart(p person) bool {
	return slices.ContainsFunc(p.answers, func(v int) bool { return v != s.none() })
}

// NonResponse says how many people answered a survey, and in which groups.
type NonResponse struct {
	Asked, Answered int
	Rate            evaluation.Figure // answered/asked
	Groups          []GroupResponse
}

// GroupResponse is the response of one group.
type GroupResponse struct {
	Group           string
	Asked, Answered int
	Rate            evaluation.Figure
	// P is the exact p value of equal rates in the group and in the rest, after
	// Holm for the number of groups. A small P warns that some groups are heard
	// less than others. A large P does not show that people who did not answer
	// think like those who did.
	P evaluation.Figure
}

// NonResponse counts the people who were asked and those who answered at least
// one item, by group.
func (s *Survey) NonResponse() NonResponse {
	r := NonResponse{Rate: undefined(evaluation.NoValues)}
	if s == nil {
		return r
	}
	asked, answered := make(map[string]int), make(map[string]int)
	for _, p := range s.people {
		asked[p.group]++
		r.Asked++
		if s.tookPart(p) {
			answered[p.group]++
			r.Answered++
		}
	}
	r.Rate = share(r.Answered, r.Asked)
	var p []evaluation.Figure
	for group := range asked {
		r.Groups = append(r.Groups, GroupResponse{Group: group})
	}
	slices.SortFunc(r.Groups, func(a, b GroupResponse) int { return cmp.Compare(a.Group, b.Group) })
	for i := range r.Groups {
		g := &r.Groups[i]
		g.Asked, g.Answered = asked[g.Group], answered[g.Group]
		g.Rate = share(g.Answered, g.Asked)
		rest := evaluation.Table{A: g.Answered, B: g.Asked - g.Answered, C: r.Answered - g.Answered}
		rest.D = r.Asked - g.Asked - rest.C
		test, _ := evaluation.Fisher(rest) // counts are not negative
		p = append(p, test.P)
	}
	for i, f := range evaluation.Holm(p) {
		r.Groups[i].P = f
	}
	return r
}
