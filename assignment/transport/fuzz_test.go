package transport

import (
	"errors"
	"testing"
)

// FuzzSolve reads a problem of any shape from bytes. Solve must reject it, prove
// the optimum, or prove that there is no flow.
func FuzzSolve(f *testing.F) {
	f.Add([]byte{2, 3, 1, 1, 1, 2, 1, 0, 1, 0, 4, 1, 3, 2, 0, 5})
	f.Add([]byte{3, 2, 9, 1, 9, 9, 200, 0, 250, 128, 1, 2, 3, 4, 5, 6})
	f.Add([]byte{1, 1, 3, 4, 5})
	f.Fuzz(func(t *testing.T, data []byte) {
		next := func() int {
			if len(data) == 0 {
				return 1
			}
			x := int(data[0])
			data = data[1:]
			return x
		}
		value := func() int64 { // small, at a limit or beyond it
			switch x := next(); {
			case x >= 250:
				return Forbidden
			case x >= 245:
				return -MaxCost - int64(x-246)
			case x >= 240:
				return MaxCost + int64(x-241)
			default:
				return int64(x) - 120
			}
		}
		rows, columns := next()%7, next()%7
		kinds := next()
		p := &Problem{}
		for range rows {
			p.Supply = append(p.Supply, next()%10-kinds>>7)
		}
		for range columns {
			capacity := next() % 20
			p.Capacity = append(p.Capacity, capacity)
			if kinds&1 != 0 {
				p.Floor = append(p.Floor, min(next(), capacity+1))
			}
			if kinds&2 != 0 {
				marginal := make([]int64, max(0, capacity-kinds>>6&1))
				for k := range marginal {
					marginal[k] = int64(k*(next()%5-kinds>>5&1)) + int64(next()%2)*MaxCost/16
				}
				p.Marginal = append(p.Marginal, marginal)
			}
		}
		opts := &Options{Workers: next() % 3}
		for range columns * (kinds >> 2 & 1) {
			opts.Prices = append(opts.Prices, value())
		}
		for range rows * columns {
			p.Cost = append(p.Cost, int32(value()))
		}
		if kinds&8 != 0 {
			p.Cost = nil
			for range next() % 20 {
				p.Entries = append(p.Entries, Entry{next() - 1, next() - 1, int32(value())})
			}
		}
		s, err := Solve(t.Context(), p, opts)
		var cut *InfeasibleError
		switch {
		case err == nil:
			err = s.Verify(t.Context(), p)
		case errors.As(err, &cut):
			err = cut.Verify(t.Context(), p)
		default:
			return
		}
		if err != nil {
			t.Fatal(err)
		}
	})
}
