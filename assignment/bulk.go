package assignment

import (
	"context"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/class"
	"github.com/mutasi-go/mutasi/internal/model"
)

// bulk is the fast form of a blocker. It asks the functions of the caller once
// for each employee, post or pair, and rules as data once for each pair of
// classes, and notes the answers. A bulk belongs to one
// compiled problem.
type bulk interface {
	// ask calls the functions. It comes before the other methods. Name is that
	// of the blocker, for errors.
	ask(ctx context.Context, r *roster, name string, workers int) error
	// removeFrom removes the blocked pairs from allowed.
	removeFrom(allowed *model.Pairs)
	// blocks reports whether the pair is blocked.
	blocks(row, column int) bool
}

// blockNothing is the bulk form of what forbids nothing.
type blockNothing struct{}

func (blockNothing) ask(context.Context, *roster, string, int) error { return nil }
func (blockNothing) removeFrom(*model.Pairs)                         {}
func (blockNothing) blocks(int, int) bool                            { return false }

// blockOfRow blocks one pair, or all other pairs of its row.
type blockOfRow struct {
	row, column int
	others      bool
}

func (*blockOfRow) ask(context.Context, *roster, string, int) error { return nil }

func (b *blockOfRow) removeFrom(allowed *model.Pairs) {
	if b.others {
		allowed.Keep(b.row, b.column)
	} else {
		allowed.Remove(b.row, b.column)
	}
}

func (b *blockOfRow) blocks(row, column int) bool {
	return row == b.row && (column == b.column) != b.others
}

// blockByEmployee blocks the employees of whom judge is true from the bench, or
// from all posts.
type blockByEmployee struct {
	judge     func(*mutasi.Employee) bool
	fromBench bool

	bench   int
	blocked []bool // of each row
}

func (b *blockByEmployee) ask(ctx context.Context, r *roster, name string, _ int) error {
	b.bench, b.blocked = r.bench(), make([]bool, len(r.employees))
	at := &callSite{function: name}
	return guard(at, func() error {
		for i, e := range r.employees {
			if err := ctx.Err(); err != nil {
				return err
			}
			at.employee = e
			b.blocked[i] = b.judge(e)
		}
		return nil
	})
}

func (b *blockByEmployee) removeFrom(allowed *model.Pairs) {
	for i, blocked := range b.blocked {
		switch {
		case blocked && b.fromBench:
			allowed.Remove(i, b.bench)
		case blocked:
			allowed.Keep(i, b.bench)
		}
	}
}

func (b *blockByEmployee) blocks(row, column int) bool {
	return b.blocked[row] && (column == b.bench) == b.fromBench
}

// blockByPosition blocks the posts of which judge is true, to everybody.
type blockByPosition struct {
	judge func(*mutasi.Position) bool

	rows    int
	blocked []bool // of each column, the bench left out
}

func (b *blockByPosition) ask(ctx context.Context, r *roster, name string, _ int) error {
	b.rows, b.blocked = len(r.employees), make([]bool, len(r.positions))
	at := &callSite{function: name}
	return guard(at, func() error {
		for j, p := range r.positions {
			if err := ctx.Err(); err != nil {
				return err
			}
			at.position = p
			b.blocked[j] = b.judge(p)
		}
		return nil
	})
}

func (b *blockByPosition) removeFrom(allowed *model.Pairs) {
	open := model.NewPairs(1, len(b.blocked)+1)
	for j, blocked := range b.blocked {
		if blocked {
			open.Remove(0, j)
		}
	}
	for i := range b.rows {
		allowed.IntersectRow(i, open, 0, -1)
	}
}

func (b *blockByPosition) blocks(_, column int) bool {
	return column < len(b.blocked) && b.blocked[column]
}

// blockByPair blocks the employees and posts of which judge is true. Judge is
// never asked about the bench.
type blockByPair struct {
	judge definition

	permitted *model.Pairs
}

func (b *blockByPair) ask(ctx context.Context, r *roster, name string, workers int) error {
	b.permitted = model.NewPairs(len(r.employees), len(r.positions)+1)
	newCall := func() *callSite { return &callSite{function: name} }
	return eachRow(ctx, workers, len(r.employees), newCall, func(at *callSite, i int) error {
		at.employee = r.employees[i]
		held := r.heldBy(i)
		return guard(at, func() error {
			for j, p := range r.positions {
				at.position = p
				if b.judge(at.employee, p, held) {
					b.permitted.Remove(i, j)
				}
			}
			return nil
		})
	})
}

func (b *blockByPair) removeFrom(allowed *model.Pairs) { allowed.Intersect(b.permitted) }

func (b *blockByPair) blocks(row, column int) bool { return !b.permitted.Has(row, column) }

// blockByClass blocks what a rule refuses that sees no more of an employee and a
// post than their keys. It asks the rule once for each pair of classes, which are
// of equal keys, and takes a bit for each class of employees and each post.
type blockByClass struct {
	rule        mutasi.Rule
	employeeKey func(*mutasi.Employee) any
	positionKey func(*mutasi.Position) any

	stays     []int32      // the column of each row that the rule is not about; nil: it is about all
	classOf   []int32      // of each row
	permitted *model.Pairs // classes by columns
}

func (b *blockByClass) ask(ctx context.Context, r *roster, name string, workers int) error {
	keys := make([]any, len(r.employees))
	newCall := func() *callSite { return &callSite{function: name} }
	err := eachRow(ctx, workers, len(keys), newCall, func(_ *callSite, i int) error {
		keys[i] = b.employeeKey(r.employees[i])
		return nil
	})
	if err != nil {
		return err
	}
	var people []int32
	b.classOf, people = class.Of(keys)
	columnKeys := make([]any, len(r.positions))
	for j, p := range r.positions {
		columnKeys[j] = b.positionKey(p)
	}
	columnClass, posts := class.Of(columnKeys)
	if !b.rule.Stay {
		b.stays = r.incumbent
	}
	b.permitted = model.NewPairs(len(people), len(r.positions)+1)
	newVerdict := func() []bool { return make([]bool, len(posts)) }
	return eachRow(ctx, workers, len(people), newVerdict, func(permits []bool, k int) error {
		for l, j := range posts {
			permits[l] = b.rule.Permits(r.employees[people[k]], r.positions[j], "")
		}
		for j, l := range columnClass {
			if !permits[l] {
				b.permitted.Remove(k, j)
			}
		}
		return nil
	})
}

func (b *blockByClass) removeFrom(allowed *model.Pairs) {
	for i, k := range b.classOf {
		stay := -1
		if b.stays != nil {
			stay = int(b.stays[i])
		}
		allowed.IntersectRow(i, b.permitted, int(k), stay)
	}
}

func (b *blockByClass) blocks(row, column int) bool {
	if b.stays != nil && column == int(b.stays[row]) {
		return false
	}
	return !b.permitted.Has(int(b.classOf[row]), column)
}
