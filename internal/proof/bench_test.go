package proof_test

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/mutasi-go/mutasi/internal/proof"
)

// BenchmarkCheck proves what the default objective has: a count, a sum, and a
// count with an exception in each row.
func BenchmarkCheck(b *testing.B) {
	const rows, columns = 2000, 500
	r := rand.New(rand.NewPCG(1, 1))
	costs := make([]int32, rows*columns)
	for k := range costs {
		costs[k] = r.Int32N(1 << 24)
	}
	price := make([]int64, columns)
	for j := range price {
		price[j] = r.Int64N(1 << 22)
	}
	p := &proof.Problem{
		Rows: rows, Columns: columns, Parent: make([]int32, columns), Lo: make([]int32, columns), Hi: make([]int32, columns),
		Allowed: func(_ int, into []uint64) {
			for w := range into {
				into[w] = ^uint64(0) // those beyond the last column are not read
			}
		},
	}
	placed := &proof.Classes{RowClass: make([]uint8, rows), ColumnClass: make([]uint8, columns), Cost: [][]int32{{0, 1}}, Start: make([]int, rows+1)}
	moved := &proof.Classes{RowClass: make([]uint8, rows), ColumnClass: make([]uint8, columns), Cost: [][]int32{{1}}, Start: make([]int, rows+1)}
	c := &proof.Certificate{At: make([]int32, rows)}
	var sums [2]int64
	for i := range rows {
		row := costs[i*columns:][:columns]
		own := 0
		for j, x := range row {
			if int64(x)+price[j] < int64(row[own])+price[own] {
				own = j
			}
		}
		c.At[i] = int32(own)
		sums[0] += int64(row[own])
		p.Hi[own]++
		moved.Start[i+1] = i + 1
		moved.Column, moved.Exception = append(moved.Column, r.Int32N(columns)), append(moved.Exception, 0)
		if moved.Column[i] != c.At[i] {
			sums[1]++
		}
	}
	for j := range columns {
		p.Parent[j], p.Lo[j] = -1, p.Hi[j] // one load each, so any slope is right
	}
	p.Goals = []proof.Goal{
		{Classes: placed},
		{Cost: func(row int, _ []int32) []int32 { return costs[row*columns:][:columns] }, At: func(row, column int) int32 { return costs[row*columns+column] }},
		{Classes: moved},
	}
	none := make([]int64, columns)
	c.Claims = []proof.Claim{{Price: none}, {Goal: 1, Price: price, Cost: sums[0]}, {Goal: 2, Price: none, Cost: sums[1]}}
	b.Run("claims", func(b *testing.B) { benchmarkCheck(b, p, c) })
	bounds := &proof.Certificate{At: c.At}
	for k := range 20 {
		bounds.Claims = append(bounds.Claims, proof.Claim{
			Goal: 1, Price: price, Cost: -1 << 62, Witness: true,
			Of: func(_ int, cost int32) int32 { return min(0, cost-int32(k)<<16) },
		})
	}
	b.Run("20 bounds", func(b *testing.B) { benchmarkCheck(b, p, bounds) })
}

func benchmarkCheck(b *testing.B, p *proof.Problem, c *proof.Certificate) {
	for b.Loop() {
		if err := proof.Check(context.Background(), p, c); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*p.Rows*p.Columns), "ns/pair")
}
