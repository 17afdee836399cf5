package assignment

import (
	"context"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/model"
)

// bulk is the fast form of a blocker. It asks the functions of the caller once
// for each employee, post or pair, and notes the answers. A bulk belongs to one
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
	for j, blocked := range b.blocked {
		if !blocked {
			continue
		}
		for i := range b.rows {
			allowed.Remove(i, j)
		}
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
