package flow

import (
	"testing"

	"pgregory.net/rapid"
)

// TestScannedBundlesFollowMoves moves rows at will and compares all hops with
// their definition, and their costs with those of bundles that have lists.
func TestScannedBundlesFollowMoves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 5).Draw(t, "columns")
		p := &Problem{Rows: rapid.IntRange(1, 8).Draw(t, "rows"), Columns: m}
		most := rapid.SampledFrom([]int32{1, 3, MaxCost}).Draw(t, "most")
		networks := [2]*network{newNetwork(p, nil), newNetwork(p, nil)}
		for i := range p.Rows {
			var list []arc
			for j := range m {
				list = append(list, arc{int32(j), rapid.Int32Range(-most, most).Draw(t, "cost")})
			}
			at := list[rapid.IntRange(0, m-1).Draw(t, "at")]
			for _, g := range networks {
				g.candidates[i], g.at[i], g.atCost[i] = list, at.column, at.cost
			}
		}
		var err error
		if networks[0].bundle, err = newScanned(t.Context(), networks[0]); err != nil {
			t.Fatal(err)
		}
		if networks[1].bundle, err = newBundle(t.Context(), networks[1], p.Rows*m); err != nil {
			t.Fatal(err)
		}
		scanned, listed := networks[0].bundle, networks[1].bundle
		for range rapid.IntRange(0, 20).Draw(t, "moves") {
			row, to := rapid.IntRange(0, p.Rows-1).Draw(t, "row"), rapid.IntRange(0, m-1).Draw(t, "to")
			if int(networks[0].at[row]) == to {
				continue
			}
			for _, g := range networks {
				g.move(row, g.candidates[row][to])
			}
			for k := range scanned.least {
				a, b := k/m, k%m
				want := entry{absent, -1}
				for i, list := range networks[0].candidates {
					e := entry{list[b].cost - networks[0].atCost[i], int32(i)}
					if int(networks[0].at[i]) == a && a != b && e.before(want) {
						want = e
					}
				}
				if got := (entry{scanned.least[k], scanned.row[k]}); got != want {
					t.Fatalf("hop from %d to %d: %v, want %v", a, b, got, want)
				}
				if listed.least[k] != want.change {
					t.Fatalf("hop from %d to %d: %d by lists, want %d", a, b, listed.least[k], want.change)
				}
			}
		}
	})
}

// TestScanOnlyFullLists: a pair that is forbidden, lists that are not complete and
// very many rows are for bundles with lists.
func TestScanOnlyFullLists(t *testing.T) {
	for _, c := range []struct {
		f           string
		rows, m     int
		short, want bool
	}{
		{"competency", 300, 20, false, true},
		{"forbidden", 300, 20, false, false},
		{"competency", 300, 80, true, false},
		{"competency", 300, 4, false, false},
	} {
		for _, f := range families {
			if f.name != c.f {
				continue
			}
			p := largeProblem(f, c.rows, c.m, false)
			g := newNetwork(p, nil)
			s := &solver{ctx: t.Context(), opts: Options{Workers: 1, short: c.short}}
			if err := s.choose(g); err != nil {
				t.Fatal(err)
			}
			if got := g.scannable(); got != c.want {
				t.Errorf("%s, %d×%d, short lists %v: scannable is %v, want %v", c.f, c.rows, c.m, c.short, got, c.want)
			}
			g.lists = true
			if g.scannable() {
				t.Errorf("%s: scannable though lists are asked for", c.f)
			}
		}
	}
}
