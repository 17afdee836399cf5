package mutasi

import (
	"hash/maphash"
	"maps"
	"math"
	"slices"

	"github.com/mutasi-go/mutasi/competency"
)

// Settling makes the lists and maps of a record the organisation's own: nil where
// they are empty, and copied unless share says that nobody else holds them.

// settlePosition settles a post.
func settlePosition(p *Position, share bool) {
	p.Standard = own(p.Standard, share)
	settleMap(&p.Attributes, share)
}

// settleEmployees settles people, with few allocations: copies of their lists are
// parts of one array each, and with pooled set maps of equal content are one map,
// which then nobody may change. It drops the monotonic reading of times.
func settleEmployees(people []Employee, share, pooled bool) {
	settleLists(people, share, func(e *Employee) *[]Tenure { return &e.History })
	settleLists(people, share, func(e *Employee) *[]PositionID { return &e.Wishes })
	settleLists(people, share, func(e *Employee) *[]Objection { return &e.Objections })
	seed := maphash.MakeSeed()
	bits := math.Float64bits
	profiles := pool[competency.ID, competency.Rating]{share: share, pooled: pooled, seed: seed, hash: func(r competency.Rating) uint64 {
		return bits(float64(r.Level)) ^ mix(bits(float64(r.Margin)))
	}}
	ratings := pool[string, float64]{share: share, pooled: pooled, seed: seed, hash: bits}
	attributes := pool[string, string]{share: share, pooled: pooled, seed: seed, hash: func(s string) uint64 { return maphash.String(seed, s) }}
	for i := range people {
		e := &people[i]
		e.Since = e.Since.Round(0)
		for k := range e.History {
			t := &e.History[k]
			t.From, t.To = t.From.Round(0), t.To.Round(0)
		}
		e.Profile = profiles.settle(e.Profile)
		e.Ratings = ratings.settle(e.Ratings)
		e.Attributes = attributes.settle(e.Attributes)
	}
}

// settleLists settles one list of each person.
func settleLists[T any](people []Employee, share bool, of func(*Employee) *[]T) {
	total := 0
	for i := range people {
		total += len(*of(&people[i]))
	}
	var rest []T
	if !share {
		rest = make([]T, total)
	}
	for i := range people {
		list := of(&people[i])
		switch n := len(*list); {
		case n == 0:
			*list = nil
		case !share:
			copy(rest, *list)
			*list, rest = rest[:n:n], rest[n:]
		}
	}
}

// pool settles maps. With pooled set it gives maps of equal content one map.
type pool[K ~string, V comparable] struct {
	share, pooled bool
	seed          maphash.Seed
	hash          func(V) uint64 // differs also where values are equal but not the same, such as 0 and −0

	known         map[uint64]map[K]V // by the hash of the content
	asked, shared int
}

// trial is after how many maps a pool gives up if less than a quarter of them
// were known. Looking for an equal map takes nearly as long as copying one.
const trial = 256

// settle returns the map of the pool that has the content of m.
func (p *pool[K, V]) settle(m map[K]V) map[K]V {
	if p.pooled && len(m) > 0 && (p.asked < trial || 4*p.shared >= p.asked) {
		p.asked++
		sum := uint64(0) // no order of the entries changes it
		for k, v := range m {
			sum += p.entry(k, v)
		}
		if known := p.known[sum]; p.same(known, m) {
			p.shared++
			return known
		}
		if p.known == nil {
			p.known = make(map[uint64]map[K]V)
		}
		settleMap(&m, p.share)
		p.known[sum] = m
		return m
	}
	settleMap(&m, p.share)
	return m
}

func (p *pool[K, V]) entry(k K, v V) uint64 {
	return mix(maphash.String(p.seed, string(k)) ^ mix(p.hash(v)))
}

// same reports whether two maps have the same content.
func (p *pool[K, V]) same(a, b map[K]V) bool {
	if len(a) != len(b) {
		return false
	}
	for k, v := range a {
		w, ok := b[k]
		if !ok || v != w || p.hash(v) != p.hash(w) {
			return false
		}
	}
	return true
}

// mix spreads the bits of x, as the last step of SplitMix64 does (Steele, Lea and
// Flood, OOPSLA 2014, doi:10.1145/2660193.2660195).
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// own returns the list, or a copy unless share says that nobody else holds it. An
// empty list becomes nil.
func own[S ~[]T, T any](list S, share bool) S {
	switch {
	case len(list) == 0:
		return nil
	case share:
		return list
	}
	return slices.Clone(list)
}

// settleMap does for a map what own does for a list.
func settleMap[M ~map[K]V, K comparable, V any](m *M, share bool) {
	switch {
	case len(*m) == 0:
		*m = nil
	case !share:
		*m = maps.Clone(*m)
	}
}
