package assignment

import (
	"cmp"
	"slices"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/workload"
)

// accounts calls yield for every unit that owns posts, or for every post, with
// its columns and its need. It changes nothing in the roster, which questions
// about a solution share.
func (r *roster) accounts(posts bool, yield func(columns []int32, need workload.FTE)) {
	if posts {
		byID := slices.SortedFunc(slices.Values(r.positions), func(a, b *mutasi.Position) int { return cmp.Compare(a.ID, b.ID) })
		for _, p := range byID {
			yield([]int32{int32(r.columns[p.ID])}, p.Need)
		}
		return
	}
	// In the order of IDs, so that sums do not depend on the seed.
	units := slices.SortedFunc(slices.Values(r.units), func(a, b unit) int { return cmp.Compare(a.id, b.id) })
	for _, u := range units {
		need := workload.FTE(0)
		for _, j := range u.columns {
			need += r.positions[j].Need
		}
		yield(u.columns, need)
	}
}

// capacity returns the capacity of everybody if it is the same for all, so that
// the number of people tells the staff.
func (r *roster) capacity() (each workload.FTE, same bool) {
	if len(r.employees) == 0 {
		return 1, true
	}
	each = r.employees[0].EffectiveCapacity()
	for _, e := range r.employees {
		if e.EffectiveCapacity() != each {
			return 0, false
		}
	}
	return each, true
}

// account is the staff and the need of a unit, or of a post.
type account struct{ staff, need workload.FTE }

// accounts lists the units that own posts, or the posts, in input order.
func (l *ledger) accounts(posts bool) []*account {
	accounts := map[string]*account{}
	var order []*account
	of := func(p *mutasi.Position) *account {
		key := string(p.Unit)
		if posts {
			key = string(p.ID)
		} else if p.Unit == "" {
			return &account{}
		}
		if accounts[key] == nil {
			accounts[key] = &account{}
			order = append(order, accounts[key])
		}
		return accounts[key]
	}
	for p := range l.organization.Positions() {
		of(p).need += p.Need
	}
	for _, e := range l.entries {
		if e.post != nil {
			of(e.post).staff += e.employee.EffectiveCapacity()
		}
	}
	return order
}
