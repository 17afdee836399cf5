package evaluation

import (
	"fmt"
	"slices"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/evaluation/internal/sample"
)

// An auditor holds the options of an audit, and the people who have a group.
type auditor struct {
	group, stratum func(*mutasi.Employee) string // stratum may be nil
	minCell        int
	shuffles       int
	seed           uint64
	watch          *sample.Watch

	groups  []string // names, ascending
	size    []int    // people of each group
	strata  int      // number of strata
	unknown int      // number of people without a group

	people []audited // in input order
}

// An audited person.
type audited struct {
	group, stratum int32 // numbers, in the order of their names
	outcome        *Outcome
	wishes, met    bool   // has wishes; holds a post of them
	load           Figure // need/staff of the unit that the person works in
}

// read fills in the people of o with their outcomes in r.
func (x *auditor) read(o *mutasi.Organization, r *Report) (err error) {
	var asked mutasi.EmployeeID
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("evaluation: a function that names the group or stratum panicked on employee %q: %v", asked, v)
		}
	}()
	pressure := make(map[mutasi.UnitID]Figure)
	for _, u := range r.Load.Units {
		pressure[u.Unit] = u.Efficiency
	}
	var groups, strata []string
	i := 0
	for e := range o.Employees() {
		if i >= len(r.Outcomes) || r.Outcomes[i].Employee != e.ID {
			return fmt.Errorf("evaluation: the report is about other people than the organisation: no outcome of employee %q in its place", e.ID)
		}
		if err := x.watch.Now(); err != nil {
			return auditEnded(err)
		}
		asked = e.ID
		out := &r.Outcomes[i]
		i++
		g, s := x.group(e), ""
		if x.stratum != nil {
			s = x.stratum(e)
		}
		if g == "" {
			x.unknown++
			continue
		}
		groups, strata = append(groups, g), append(strata, s)
		person := audited{
			outcome: out,
			wishes:  len(e.Wishes) > 0,
			met:     out.Post != "" && slices.Contains(e.Wishes, out.Post),
			load:    undefined(NoValues),
		}
		if p, ok := o.Position(out.Post); ok {
			if f, ok := pressure[p.Unit]; ok {
				person.load = f
			}
		}
		x.people = append(x.people, person)
	}
	if i < len(r.Outcomes) {
		return fmt.Errorf("evaluation: the report is about other people than the organisation: employee %q is unknown", r.Outcomes[i].Employee)
	}
	var group []int32
	x.groups, group = number(groups)
	names, stratum := number(strata)
	x.strata = len(names)
	x.size = make([]int, len(x.groups))
	for k := range x.people {
		x.people[k].group, x.people[k].stratum = group[k], stratum[k]
		x.size[group[k]]++
	}
	return nil
}

// number returns the different names in ascending order, and the number of each
// entry's name among them.
func number(list []string) (names []string, of []int32) {
	names = slices.Clone(list)
	slices.Sort(names)
	names = slices.Compact(names)
	of = make([]int32, len(list))
	for i, s := range list {
		k, _ := slices.BinarySearch(names, s)
		of[i] = int32(k)
	}
	return names, of
}

// caveats lists what the audit cannot say.
func (x *auditor) caveats(overlapping bool) []Caveat {
	list := []Caveat{NotCausal, Competing}
	large := 0
	for _, n := range x.size {
		if n >= x.minCell {
			large++
		}
	}
	for _, c := range []struct {
		holds  bool
		caveat Caveat
	}{
		{large < 2, OnlyOneGroup},
		{x.stratum == nil, NoStrata},
		{!overlapping, NotOverlapping},
		{large < len(x.size), GroupsWithheld},
		{x.unknown > 0, PeopleUnknown},
	} {
		if c.holds {
			list = append(list, c.caveat)
		}
	}
	return append(list, InputsUnaudited)
}
