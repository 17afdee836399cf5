package assignment

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/gen"
	"github.com/mutasi-go/mutasi/internal/order"
)

// rowOf returns the row of an employee that there is.
func rowOf(r *roster, id mutasi.EmployeeID) int {
	row, ok := r.row(id)
	if !ok {
		panic(fmt.Sprintf("no employee %q", id))
	}
	return row
}

// byComparison orders IDs by the whole hash of seed and ID, with a comparison
// sort: the definition of the order of rows and columns.
func byComparison(seed uint64, ids []string) (sorted []string, key []uint64) {
	hash := make(map[string][sha256.Size]byte, len(ids))
	for _, id := range ids {
		hash[id] = sha256.Sum256(append(binary.BigEndian.AppendUint64(nil, seed), id...))
	}
	sorted = slices.SortedFunc(maps.Keys(hash), func(a, b string) int {
		first, second := hash[a], hash[b]
		return bytes.Compare(first[:], second[:])
	})
	for _, id := range sorted {
		sum := hash[id]
		key = append(key, binary.BigEndian.Uint64(sum[:]))
	}
	return sorted, key
}

// TestHashedIsTheOrderOfHashes holds the radix sort against the comparison sort,
// for lists on both sides of every border and for all numbers of workers.
func TestHashedIsTheOrderOfHashes(t *testing.T) {
	for _, n := range []int{0, 1, 2, 1000, 1023, 1024, 20_000} {
		ids := make([]string, n)
		for i := range ids {
			ids[i] = fmt.Sprint("person-", i+1)
		}
		for _, seed := range []uint64{0, 1, 1 << 63} {
			want, wantKey := byComparison(seed, ids)
			for _, workers := range []int{1, 2, 7} {
				got, key, place := hashed(seed, ids, func(id string) string { return id }, workers)
				if !slices.Equal(got, want) || !slices.Equal(key, wantKey) {
					t.Fatalf("%d IDs, seed %d, %d workers: not in the order of their hashes", n, seed, workers)
				}
				for i, k := range place {
					if got[k] != ids[i] {
						t.Fatalf("%d IDs, seed %d: %q is said to stand at %d, where %q is", n, seed, ids[i], k, got[k])
					}
				}
			}
		}
	}
}

// TestSortByHashBreaksTies: where the first eight bytes of hashes are equal, the
// rest decides. No such IDs are known, so the hashes are made up.
func TestSortByHashBreaksTies(t *testing.T) {
	for _, n := range []int{10, 3000} {
		r := rand.New(rand.NewPCG(uint64(n), 1))
		sums := make([][sha256.Size]byte, n)
		keys := make([]order.Key, n)
		for i := range sums {
			sums[i][7], sums[i][8+r.IntN(2)], sums[i][31] = byte(r.IntN(3)), byte(r.IntN(256)), byte(r.IntN(256))
			keys[i] = order.Key{Value: keyOf(sums[i]), Item: int32(i)}
		}
		sortByHash(keys, func(i int32) [sha256.Size]byte { return sums[i] })
		if !slices.IsSortedFunc(keys, func(a, b order.Key) int { return bytes.Compare(sums[a.Item][:], sums[b.Item][:]) }) {
			t.Errorf("%d hashes with ties are not sorted", n)
		}
	}
}

// TestRosterIsTheOrganization: rows are found again by their IDs, byID is in the
// order of IDs, and plans survive the way to columns and back.
func TestRosterIsTheOrganization(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := gen.Organization(t, gen.Shape{Text: true})
		r, err := newRoster(&Problem{Organization: o}, rapid.Uint64().Draw(t, "seed"), rapid.IntRange(1, 3).Draw(t, "workers"))
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range r.employees {
			if row, ok := r.row(e.ID); !ok || row != i {
				t.Fatalf("row(%q) = %d, %v; want %d", e.ID, row, ok, i)
			}
			if r.heldBy(i) != e.Position {
				t.Fatalf("%q holds %q, not %q", e.ID, e.Position, r.heldBy(i))
			}
		}
		if row, ok := r.row("nobody of this name"); ok {
			t.Fatalf("a stranger has row %d", row)
		}
		if !slices.IsSortedFunc(r.byID, func(a, b int32) int { return bytes.Compare([]byte(r.employees[a].ID), []byte(r.employees[b].ID)) }) {
			t.Fatal("byID is not in the order of IDs")
		}
		at := make([]int32, len(r.employees))
		for i := range at {
			at[i] = rapid.Int32Range(0, int32(r.bench())).Draw(t, "column")
		}
		plan, err := r.plan(at)
		if err != nil {
			t.Fatal(err)
		}
		for i, e := range r.employees {
			if id, _ := plan.Position(e.ID); id != r.idOf(int(at[i])) {
				t.Fatalf("the plan has %q at %q, not %q", e.ID, id, r.idOf(int(at[i])))
			}
		}
		back, err := r.assignment(plan)
		if err != nil || !slices.Equal(back, at) {
			t.Fatalf("%v came back as %v, %v", at, back, err)
		}
	})
}

// BenchmarkRoster is what stands before the first value of a solve: the order of
// people and posts, and today's plan; and what comes last, the plan.
func BenchmarkRoster(b *testing.B) {
	var d mutasi.Data
	for j := range 500 {
		d.Positions = append(d.Positions, mutasi.Position{ID: mutasi.PositionID(fmt.Sprint("post-", j+1)), Seats: 1000})
	}
	for i := range 100_000 {
		d.Employees = append(d.Employees, mutasi.Employee{ID: mutasi.EmployeeID(fmt.Sprint("person-", i+1)), Position: d.Positions[i%500].ID})
	}
	fresh := func() *mutasi.Organization {
		o, err := mutasi.NewOrganization(d)
		if err != nil {
			b.Fatal(err)
		}
		return o
	}
	b.Run("make", func(b *testing.B) {
		for b.Loop() {
			b.StopTimer()
			o := fresh()
			b.StartTimer()
			if _, err := newRoster(&Problem{Organization: o}, 7, 1); err != nil {
				b.Fatal(err)
			}
		}
	})
	r, err := newRoster(&Problem{Organization: fresh()}, 7, 1)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("plan", func(b *testing.B) {
		for b.Loop() {
			if _, err := r.plan(r.incumbent); err != nil {
				b.Fatal(err)
			}
		}
	})
}
