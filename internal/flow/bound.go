package flow

// Bound returns a proven lower bound of the cost from any prices of nodes, by
// weak duality. Rows that may take no column add nothing. O(pairs + loads).
func Bound(p *Problem, price []int64) int64 {
	bound := int64(0)
	var buffer Buffer
	for i := range p.Rows {
		columns, costs := p.Costs.Row(i, &buffer)
		least, any := int64(0), false
		for q, c := range costs {
			if c == Forbidden {
				continue
			}
			if v := int64(c) + price[columnOf(columns, q)]; !any || v < least {
				least, any = v, true
			}
		}
		bound += least
	}
	for v := range p.Parent {
		slope := price[v]
		if q := p.Parent[v]; q >= 0 {
			slope -= price[q]
		}
		value := int64(p.Lo[v]) * slope
		for k := range p.Hi[v] {
			m := int64(0)
			if p.Marginal[v] != nil {
				m = p.Marginal[v][k]
			}
			switch {
			case k < p.Lo[v]:
				value -= m
			case slope > m:
				value += slope - m
			}
		}
		bound -= value
	}
	return bound
}
