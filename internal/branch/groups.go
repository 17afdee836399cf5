package branch

import (
	"context"
	"encoding/binary"
)

// findGroups numbers, row by row, the sets of columns that no side row tells
// apart: the same coefficients, and the same nodes with marginals above.
func (in *instance) findGroups(ctx context.Context) error {
	p := in.flow
	in.metered = make([][]int32, len(p.Parent))
	for k, s := range in.sides {
		for v, m := range s.marginal {
			if m != nil {
				in.metered[v] = append(in.metered[v], int32(k))
			}
		}
	}
	above := make([]string, p.Columns)
	for j := range above {
		var key []byte
		for v := int32(j); v >= 0; v = p.Parent[v] {
			if in.metered[v] != nil {
				key = binary.AppendVarint(key, int64(v))
			}
		}
		above[j] = string(key)
	}
	in.group = make([]int32, len(in.column))
	in.groupStart = make([]int, 1, p.Rows+1)
	var key []byte
	for i := range p.Rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		seen := map[string]int32{}
		for e := in.start[i]; e < in.start[i+1]; e++ {
			key = key[:0]
			for q := in.entry[e]; q < in.entry[e+1]; q++ {
				key = binary.AppendVarint(key, int64(in.side[q]))
				key = binary.AppendVarint(key, int64(in.coef[q]))
			}
			key = append(append(key, '|'), above[in.column[e]]...)
			g, ok := seen[string(key)]
			if !ok {
				g = int32(len(seen))
				seen[string(key)] = g
			}
			in.group[e] = g
		}
		in.groupStart = append(in.groupStart, in.groupStart[i]+len(seen))
	}
	in.shut = make([]bool, in.groupStart[len(in.groupStart)-1])
	return nil
}

// findTwins links rows with the same columns, costs and coefficients.
func (in *instance) findTwins(ctx context.Context) error {
	in.twin = make([]int32, in.flow.Rows)
	last := map[string]int32{}
	var key []byte
	for i := range in.twin {
		if err := ctx.Err(); err != nil {
			return err
		}
		key = key[:0]
		for e := in.start[i]; e < in.start[i+1]; e++ {
			key = binary.AppendVarint(key, int64(in.column[e]))
			key = binary.AppendVarint(key, int64(in.cost[e]))
			key = binary.AppendVarint(key, int64(in.entry[e+1]-in.entry[e]))
			for q := in.entry[e]; q < in.entry[e+1]; q++ {
				key = binary.AppendVarint(key, int64(in.side[q]))
				key = binary.AppendVarint(key, int64(in.coef[q]))
			}
		}
		before, ok := last[string(key)]
		if !ok {
			before = -1
		}
		in.twin[i] = before
		last[string(key)] = int32(i)
	}
	return nil
}
