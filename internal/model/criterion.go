package model

// Kind says what a goal does with the values of the pairs.
type Kind int

const (
	// Sum minimises the sum of costs.
	Sum Kind = iota
	// Leximin places as few rows as possible on the lowest level; among those
	// assignments as few as possible on the next; and so on.
	Leximin
	// Bottleneck places as few rows as possible on level 0, and then raises
	// the lowest level above it as far as possible, whoever is on it.
	Bottleneck
	// BottomSum places as few rows as possible on the bench, and then makes the
	// sum of the Count least values as large as possible.
	BottomSum
)

// criterion is all that differs from one kind of goal to another.
type criterion interface {
	// pursue minimises the goal in what is open: it records stages and result,
	// and leaves open only what later goals may choose from.
	pursue(r *run, g *Goal) error
	// of returns how a stage of the goal turns the value of a pair into a cost;
	// nil if it takes values and loads as they are.
	of(g *Goal, s *Stage) func(column int, value int32) int32
	// amounts checks that the stages, each of them proven by package proof,
	// amount to what is claimed. It is written from the definition of the goal,
	// without regard to how pursue goes about it.
	amounts(m *Model, g int, claim *GoalResult, stages []Stage, at []int32) error
	// worth is the goal's Cost, as GoalResult has it, at an assignment.
	worth(m *Model, g int, at []int32) int64
	// counts returns how many rows an assignment has on each level, or on the
	// bench, that matters beside worth. Assignments that are equally good in the
	// goal have the same; nil if worth is all.
	counts(m *Model, g int, at []int32) []int
	// bound is what the open regions and the prices prove of a goal that is left
	// open. It returns the prices if they have a part in it.
	bound(r *run, g *Goal, price []int64) ([]int64, int64)
	// unproven is a bound that holds for every assignment, whatever the goals
	// before have settled.
	unproven(m *Model, g *Goal) int64
	// better reports whether a cost x is better than y.
	better(x, y int64) bool
	// tighten returns the region with a loose goal kept at worth.
	tighten(r *run, g int, s region, worth int64) region
}

var criteria = [...]criterion{Sum: sum{}, Leximin: leximin{}, Bottleneck: bottleneck{}, BottomSum: bottomSum{}}

func (k Kind) criterion() criterion { return criteria[k] }

// worth returns the Cost that GoalResult has for goal g at an assignment.
func (m *Model) worth(g int, at []int32) int64 {
	return m.Goals[g].Kind.criterion().worth(m, g, at)
}

// stageGoal is the goal that a stage minimises.
func (m *Model) stageGoal(s *Stage) *Goal {
	g := &m.Goals[s.Goal]
	of := g.Kind.criterion().of(g, s)
	if of == nil {
		return g
	}
	return &Goal{Pairs: mapped{g.Pairs, of}, Marginal: make([][]int64, len(m.Parent))}
}

// mapped is a store of costs that are a function of the values of another.
type mapped struct {
	store Store
	of    func(column int, value int32) int32
}

// Row computes the row.
func (m mapped) Row(row int, buffer []int32) []int32 {
	values := m.store.Row(row, buffer)
	buffer = buffer[:len(values)]
	for j, x := range values {
		buffer[j] = m.of(j, x)
	}
	return buffer
}

// At returns the cost of a pair.
func (m mapped) At(row, column int) int32 { return m.of(column, m.store.At(row, column)) }
