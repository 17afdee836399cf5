package flow

import "slices"

// cut explains why no excess can leave the reached nodes. Whatever leaves
// them is at its ceiling and whatever enters them at its floor, so the rows at
// reached columns exceed the room there; seen from the other side, the rows
// elsewhere are too few for the floors there. The sink tells which side to
// name: if it is reached, its side has room without end and the floors beyond
// are at fault.
func (g *network) cut(reached []int32) *Infeasible {
	inside := make([]bool, g.sink+1)
	for _, v := range reached {
		inside[v] = true
	}
	crowded := !inside[g.sink]
	out := &Infeasible{Crowded: crowded}
	for j := range g.Columns {
		if inside[j] == crowded {
			out.Columns = append(out.Columns, int32(j))
		}
	}
	for i, a := range g.at {
		if a >= 0 && inside[a] == crowded {
			out.Rows = append(out.Rows, int32(i))
		}
	}
	if crowded {
		// One row more than there is room is enough to conflict, and then
		// every one of them is needed for it.
		room := 0
		for v := range g.load {
			q := g.parent(v)
			switch {
			case inside[v] && !inside[q]:
				room += int(g.Hi[v])
			case !inside[v] && inside[q]:
				room -= int(g.Lo[v])
			}
		}
		keep := max(room, 0) + 1
		out.Rows = slices.Clip(out.Rows[:min(keep, len(out.Rows))])
		if room < 0 {
			out.Rows = nil // the floors alone exceed the room around them
		}
	}
	return out
}
