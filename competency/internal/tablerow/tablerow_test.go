package tablerow

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// kernels are the ways of adding rows.
var kernels = map[string]struct {
	sum, large func(into []int32, entries []uint64, starts []int, keep bool)
}{
	"chosen":   {sum, sumLarge},
	"portable": {sumPortable, sumLargePortable},
}

// values are small, so that sums stay within 32 bits, or of any size.
func values(r *rand.Rand, n int, most int64) []int32 {
	row := make([]int32, n)
	for k := range row {
		switch r.IntN(4) {
		case 0:
			row[k] = int32(most)
		case 1:
			row[k] = 0
		default:
			row[k] = int32(r.Int64N(most + 1))
		}
	}
	return row
}

// Every kernel gives the sums in whole numbers, limited, at every length, with
// and without what was there before, and writes nothing beyond.
func TestKernels(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for name, kernel := range kernels {
		for lanes := Lanes; lanes <= 160; lanes += Lanes {
			for _, rows := range []int{0, 1, 2, 3, 4, 5, 7, 8, 9, batch} {
				for _, large := range []bool{false, true} {
					for _, keep := range []bool{false, true} {
						label := fmt.Sprintf("%s, %d lanes, %d rows, large %v, keep %v", name, lanes, rows, large, keep)
						most := int64(Most)
						if !large {
							most = min(Most, math.MaxUint32/int64(rows+1))
						}
						table, starts := New(rows, lanes), make([]int, rows)
						want, into := make([]int64, lanes), make([]int32, lanes+1)
						if keep {
							copy(into, values(r, lanes, most))
							for k := range want {
								want[k] = int64(into[k])
							}
						} else {
							copy(into, values(r, lanes, math.MaxInt32))
						}
						into[lanes] = -7
						for row := range rows {
							starts[row] = row * table.stride
							line := values(r, lanes, most)
							table.Set(row, line)
							for k := range want {
								want[k] += int64(line[k])
							}
						}
						run := kernel.sum
						if large {
							run = kernel.large
						}
						run(into[:lanes], table.entries, starts, keep)
						for k := range want {
							if int64(into[k]) != min(Most, want[k]) {
								t.Fatalf("%s: column %d is %d, want %d", label, k, into[k], min(Most, want[k]))
							}
						}
						if into[lanes] != -7 {
							t.Fatalf("%s: wrote beyond", label)
						}
					}
				}
			}
		}
	}
}

// Sum takes any number of rows from any column on.
func TestSumInParts(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 200 {
		const most = 1 << 20
		table := New(1+r.IntN(30), 1+r.IntN(200))
		lines := make([][]int32, table.rows)
		for row := range lines {
			lines[row] = values(r, table.Width(), most)
			table.Set(row, lines[row])
		}
		rows := make([]int32, r.IntN(3*batch))
		for i := range rows {
			rows[i] = int32(r.IntN(table.rows))
		}
		from := r.IntN(table.Width()/Lanes) * Lanes
		into := values(r, r.IntN((table.Width()-from)/Lanes+1)*Lanes, math.MaxInt32)
		want := make([]int32, len(into))
		for _, row := range rows {
			for k := range want {
				want[k] += table.At(int(row), from+k)
				if table.At(int(row), from+k) != lines[row][from+k] {
					t.Fatalf("the entry at %d, %d is not what was stored", row, from+k)
				}
			}
		}
		split := r.IntN(len(rows) + 1)
		large := r.IntN(2) == 0
		table.Sum(into, from, rows[:split], large, false)
		table.Sum(into, from, rows[split:], large, true)
		if !slices.Equal(into, want) {
			t.Fatalf("%d rows of %d columns from %d on: %v, want %v", len(rows), len(into), from, into, want)
		}
	}
}

// A kernel reads memory without looking, so the call looks.
func TestSumRefusesWhatIsBeyondTheTable(t *testing.T) {
	table := New(3, 40)
	for name, call := range map[string]func(){
		"row":       func() { table.Sum(make([]int32, 16), 0, []int32{3}, false, false) },
		"minus row": func() { table.Sum(make([]int32, 16), 0, []int32{-1}, true, false) },
		"columns":   func() { table.Sum(make([]int32, 48), 16, nil, false, false) },
		"no lanes":  func() { table.Sum(make([]int32, 17), 0, nil, false, false) },
		"from":      func() { table.Sum(make([]int32, 16), -16, nil, false, false) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("went on")
				}
			}()
			call()
		})
	}
}

func BenchmarkSum(b *testing.B) {
	r := rand.New(rand.NewPCG(5, 6))
	const columns = 512
	for _, shape := range []struct{ groups, codes int }{{21, 6}, {11, 36}, {7, 216}} {
		table := New(shape.groups*shape.codes, columns)
		for row := range table.rows {
			table.Set(row, values(r, columns, 1<<24))
		}
		people := make([][]int32, 1000)
		for p := range people {
			for g := range shape.groups {
				people[p] = append(people[p], int32(g*shape.codes+r.IntN(shape.codes)))
			}
		}
		into := make([]int32, columns)
		for name, kernel := range kernels {
			for _, large := range []bool{false, true} {
				run := kernel.sum
				if large {
					run = kernel.large
				}
				b.Run(fmt.Sprintf("%dx%d/%s/large=%v", shape.groups, shape.codes, name, large), func(b *testing.B) {
					starts, i := make([]int, shape.groups), 0
					for b.Loop() {
						for g, row := range people[i%len(people)] {
							starts[g] = int(row) * table.stride
						}
						run(into, table.entries, starts, false)
						i++
					}
					b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(i*columns), "ns/pair")
				})
			}
		}
	}
}
