package flow

import "sync"

// Bound returns a proven lower bound of the cost from any prices of nodes, by
// weak duality. Rows that may take no column add nothing. Workers are the
// goroutines that read the rows; 0 means 1. O(pairs + loads).
func Bound(p *Problem, price []int64, workers int) int64 {
	workers = max(workers, 1)
	parts := make([]int64, workers)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Add(1)
		go func() {
			defer wait.Done()
			var buffer Buffer
			sum := int64(0)
			for i := p.Rows * w / workers; i < p.Rows*(w+1)/workers; i++ {
				columns, costs := p.Costs.Row(i, &buffer)
				sum += leastPriced(columns, costs, price)
			}
			parts[w] = sum
		}()
	}
	wait.Wait()
	bound := int64(0)
	for _, sum := range parts {
		bound += sum
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

// leastPriced returns the least c + π of a row, 0 if it has no pair.
func leastPriced(columns, costs []int32, price []int64) int64 {
	least, any := int64(0), false
	if columns == nil {
		price = price[:len(costs)]
		for j, c := range costs {
			if v := int64(c) + price[j]; c != Forbidden && (v < least || !any) {
				least, any = v, true
			}
		}
		return least
	}
	for q, c := range costs {
		if v := int64(c) + price[columns[q]]; c != Forbidden && (v < least || !any) {
			least, any = v, true
		}
	}
	return least
}
