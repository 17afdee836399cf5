package lap

import (
	"math"
	"testing"
)

// FuzzSolve reads a small matrix from bytes, odd values included, and compares
// with brute force in every way there is.
func FuzzSolve(f *testing.F) {
	f.Add([]byte{2, 3, 0, 1, 2, 3, 4, 255})
	f.Add([]byte{4, 4, 9, 9, 9, 9, 1, 2, 3, 4, 255, 255, 0, 0, 7, 128})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < 2 {
			return
		}
		rows, columns := 1+int(data[0]%6), 1+int(data[1]%6)
		data = data[2:]
		cost := make([][]float64, rows)
		for i := range cost {
			for range columns {
				x := byte(i)
				if len(data) > 0 {
					x, data = data[0], data[1:]
				}
				switch {
				case x >= 240:
					cost[i] = append(cost[i], math.Inf(1))
				case x >= 200:
					cost[i] = append(cost[i], math.Exp(float64(x)-220))
				default:
					cost[i] = append(cost[i], float64(int(x)-100))
				}
			}
		}
		judgeAll(t, cost)
	})
}

// FuzzSparse must reject or solve, and prove what it solves.
func FuzzSparse(f *testing.F) {
	f.Add(3, 3, []byte{0, 0, 1, 1, 1, 2, 2, 2, 3})
	f.Add(2, 1, []byte{0, 0, 1})
	f.Fuzz(func(t *testing.T, rows, columns int, data []byte) {
		if rows > 100 || columns > 100 {
			return
		}
		var entries []Entry
		for ; len(data) >= 3; data = data[3:] {
			entries = append(entries, Entry{int(int8(data[0])), int(int8(data[1])), float64(data[2])})
		}
		cost, err := NewSparse(rows, columns, entries)
		if err != nil {
			return
		}
		s, err := SolveSparse(t.Context(), cost, nil)
		if err != nil {
			return
		}
		if err := s.VerifySparse(cost); err != nil {
			t.Fatal(err)
		}
	})
}
