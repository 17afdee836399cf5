package order_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/mutasi-go/mutasi/internal/order"
)

// byComparison is what Keys must do.
func byComparison(keys []order.Key) []order.Key {
	keys = slices.Clone(keys)
	slices.SortStableFunc(keys, func(a, b order.Key) int { return cmp.Compare(a.Value, b.Value) })
	return keys
}

// lengths has lists that are sorted by comparison, lists that are sorted by
// digits, and the border.
var lengths = []int{0, 1, 2, 3, 100, 1023, 1024, 1025, 5000}

func TestKeys(t *testing.T) {
	for _, n := range lengths {
		for _, mask := range []uint64{0, 1, 0xff, 0xff00, 0xf00f << 40, 0xff << 56, 1<<63 | 3, ^uint64(0)} {
			r := rand.New(rand.NewPCG(uint64(n), mask))
			keys := make([]order.Key, n)
			for i := range keys {
				keys[i] = order.Key{Value: r.Uint64() & mask, Item: int32(i)}
			}
			want := byComparison(keys)
			var runs, wanted [][]order.Key
			order.Keys(keys, func(run []order.Key) { runs = append(runs, slices.Clone(run)) })
			if !slices.Equal(keys, want) {
				t.Fatalf("%d keys with mask %x: not in the order of a stable sort", n, mask)
			}
			for len(want) > 0 {
				k := 1
				for k < len(want) && want[k].Value == want[0].Value {
					k++
				}
				if k > 1 {
					wanted = append(wanted, want[:k])
				}
				want = want[k:]
			}
			if diff := gocmp.Diff(wanted, runs); diff != "" {
				t.Errorf("%d keys with mask %x, runs of ties (-want +got):\n%s", n, mask, diff)
			}
			order.Keys(keys, nil)
		}
	}
}

// checkStrings compares Strings with a stable comparison sort.
func checkStrings(t interface {
	Helper()
	Fatalf(string, ...any)
}, list []string) {
	t.Helper()
	want := make([]int32, len(list))
	for i := range want {
		want[i] = int32(i)
	}
	slices.SortStableFunc(want, func(a, b int32) int { return strings.Compare(list[a], list[b]) })
	got := order.Strings(len(list), func(i int) string { return list[i] })
	if slices.IsSorted(list) {
		if got != nil {
			t.Fatalf("a sorted list of %d strings got an index of its own", len(list))
		}
		return
	}
	if !slices.Equal(got, want) {
		for k := range want {
			if k >= len(got) || got[k] != want[k] {
				t.Fatalf("of %d strings, place %d is not %q", len(list), k, list[want[k]])
			}
		}
	}
}

func TestStrings(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for name, draw := range map[string]func() string{
		"numbers": func() string { return fmt.Sprint("person-", r.IntN(1e6)) },
		"civil servants": func() string {
			return fmt.Sprintf("19%02d%02d%02d20%02d01%d%03d", r.IntN(99), 1+r.IntN(2), 1, 15, r.IntN(2), r.IntN(999))
		},
		"a long common start": func() string { return strings.Repeat("x", 100) + fmt.Sprint(r.IntN(1000)) },
		"zeros at the end":    func() string { return "a" + strings.Repeat("\x00", r.IntN(20)) },
		"two letters":         func() string { return strings.Repeat("ab", r.IntN(20)) + strings.Repeat("a", r.IntN(20)) },
		"one":                 func() string { return "one" },
		"any bytes": func() string {
			b := make([]byte, r.IntN(24))
			for k := range b {
				b[k] = byte(r.IntN(3) * 127)
			}
			return string(b)
		},
	} {
		for _, n := range append(lengths, 20_000) {
			list := make([]string, n)
			for i := range list {
				list[i] = draw()
			}
			t.Run(fmt.Sprint(name, " ", n), func(t *testing.T) {
				checkStrings(t, list)
				slices.Sort(list)
				checkStrings(t, list)
			})
		}
	}
}

func TestStringsOfAnyText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkStrings(t, rapid.SliceOfN(rapid.String(), 0, 2000).Draw(t, "list"))
	})
}

func BenchmarkStrings(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 4))
	list := make([]string, 100_000)
	for i := range list {
		list[i] = fmt.Sprint("person-", i+1)
	}
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	for b.Loop() {
		order.Strings(len(list), func(i int) string { return list[i] })
	}
}
