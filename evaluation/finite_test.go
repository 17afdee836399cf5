package evaluation_test

import (
	"context"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/evaluation"
	"github.com/mutasi-go/mutasi/evaluation/internal/expect"
	"pgregory.net/rapid"
)

func TestReportsAreNeverNaN(t *testing.T) {
	o := ministry(t, 300, 20)
	c, err := evaluation.Compare(context.Background(), o, o.Incumbents(), shuffled(t, o), nil)
	if err != nil {
		t.Fatal(err)
	}
	expect.Finite(t, "change", reflect.ValueOf(c))
	c, err = evaluation.Compare(context.Background(), nil, mutasi.Plan{}, mutasi.Plan{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	expect.Finite(t, "change of nothing", reflect.ValueOf(c))
}

func TestTablesAreNeverNaN(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		count := rapid.IntRange(0, 9)
		table := evaluation.Table{A: count.Draw(t, "A"), B: count.Draw(t, "B"), C: count.Draw(t, "C"), D: count.Draw(t, "D")}
		for _, f := range []func() (evaluation.Inference, error){
			func() (evaluation.Inference, error) { return evaluation.Fisher(table) },
			func() (evaluation.Inference, error) { return evaluation.PooledZ(table) },
			func() (evaluation.Inference, error) { return evaluation.MantelHaenszel(table, table) },
		} {
			test, err := f()
			if err != nil {
				t.Fatal(err)
			}
			expect.Finite(t, test.Method, reflect.ValueOf(test))
			if p := test.P; p.Defined() && (p.Value < 0 || p.Value > 1) {
				t.Fatalf("%s: p = %v", test.Method, p.Value)
			}
		}
	})
}

// TestFisherAddsUp compares Fisher's p value with the sum over all tables of the
// same margins, by binomial coefficients.
func TestFisherAddsUp(t *testing.T) {
	choose := func(n, k int) float64 {
		c := 1.0
		for i := range k {
			c = c * float64(n-i) / float64(i+1)
		}
		return c
	}
	rapid.Check(t, func(t *rapid.T) {
		table := evaluation.Table{A: rapid.IntRange(0, 30).Draw(t, "A"), B: rapid.IntRange(0, 30).Draw(t, "B"), C: rapid.IntRange(0, 30).Draw(t, "C"), D: rapid.IntRange(0, 30).Draw(t, "D")}
		got, err := evaluation.Fisher(table)
		if err != nil {
			t.Fatal(err)
		}
		rows, columns := [2]int{table.A + table.B, table.C + table.D}, [2]int{table.A + table.C, table.B + table.D}
		if !got.P.Defined() {
			if rows[0] > 0 && rows[1] > 0 && columns[0] > 0 && columns[1] > 0 {
				t.Fatalf("p of %+v is %v", table, got.P)
			}
			return
		}
		want, all := 0.0, 0.0
		weight := func(a int) float64 { return choose(rows[0], a) * choose(rows[1], columns[0]-a) }
		for a := max(0, columns[0]-rows[1]); a <= min(rows[0], columns[0]); a++ {
			all += weight(a)
			if weight(a) <= weight(table.A)*(1+1e-7) {
				want += weight(a)
			}
		}
		if !near(got.P.Value, want/all, 1e-9) {
			t.Fatalf("p of %+v is %v, want %v", table, got.P, want/all)
		}
	})
}

func TestFisherOfLargeTables(t *testing.T) {
	got, err := evaluation.Fisher(evaluation.Table{A: 400_000, B: 100_000, C: 100_000, D: 400_000})
	if err != nil || got.P.Value != 0 || !got.P.Defined() {
		t.Errorf("p = %v, %v; want 0, which is what a number can hold", got.P, err)
	}
	same, err := evaluation.Fisher(evaluation.Table{A: 250_000, B: 250_000, C: 250_000, D: 250_000})
	if err != nil || !near(same.P.Value, 1, 1e-9) {
		t.Errorf("p = %v, %v; want 1", same.P, err)
	}
	if _, err := evaluation.Fisher(evaluation.Table{A: -1}); err == nil {
		t.Error("a negative count is no error")
	}
}

// TestTablesRefuse: negative counts, and sums that wrap around.
func TestTablesRefuse(t *testing.T) {
	const large = math.MaxInt/2 + 1
	for _, c := range []struct {
		table evaluation.Table
		want  string
	}{
		{evaluation.Table{A: -1, B: 2, C: 3, D: 4}, "A:-1"},
		{evaluation.Table{A: 1, B: 2, C: 3, D: -4}, "D:-4"},
		{evaluation.Table{A: large, B: large}, "largest int"},
		{evaluation.Table{A: large, D: large}, "largest int"},
		{evaluation.Table{A: math.MaxInt, B: math.MaxInt, C: math.MaxInt, D: math.MaxInt}, "largest int"},
	} {
		_, fisher := evaluation.Fisher(c.table)
		_, z := evaluation.PooledZ(c.table)
		_, mantel := evaluation.MantelHaenszel(evaluation.Table{A: 1, B: 1, C: 1, D: 1}, c.table)
		for name, err := range map[string]error{"Fisher": fisher, "PooledZ": z, "MantelHaenszel, stratum 2": mantel} {
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), name) {
				t.Errorf("%s of %+v: %v, want %q", name, c.table, err, c.want)
			}
		}
	}
	half := evaluation.Table{A: math.MaxInt / 2, C: 1}
	if _, err := evaluation.MantelHaenszel(half, half); err == nil || !strings.Contains(err.Error(), "stratum 2") {
		t.Errorf("strata with too many people together: %v", err)
	}
}
