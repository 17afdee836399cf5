package assignment

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/mutasi-go/mutasi/internal/model"
)

// WriteLP writes one goal of the rounded problem as a linear program in the CPLEX LP
// format, so that another solver can confirm the optimum. Goal is an index of Values.
//
// The objective is that of the goal, to be minimized, in units of 2⁻ˢ of the goal's own
// and with the sign reversed where the goal maximizes; a comment at the top says what
// its optimum is. The goals before are rows that hold them at what the plan has. A
// variable x3_7 is 1 if person 3 is in post 7; comments say who and what these are, and
// the last post is the bench. Convex penalties are segments of the loads.
//
// The goal and those before must be Maximize or Minimize without a tolerance, and
// people of different capacities must not be balanced; anything else is an error, and so
// is a goal that does not exist. The size is that of all allowed pairs. The error is
// otherwise that of w, or ctx's.
func (s *Solution) WriteLP(ctx context.Context, w io.Writer, goal int) error {
	if s == nil || s.certificate == nil {
		return errors.New("assignment: this solution was not made by Solve, so it has no program to write")
	}
	if w == nil {
		return errors.New("assignment: a linear program needs a writer")
	}
	if ctx == nil {
		ctx = context.Background()
	}
	if n := len(s.problem.objective()); goal < 0 || goal >= n {
		return fmt.Errorf("assignment: there is no goal %d; goals count from 0, and there are %d", goal, n)
	}
	if s.certificate.unscaled {
		return errors.New("assignment: the solve ended before the values of all pairs were known; solve it to the end first")
	}
	c, err := s.prepared(ctx)
	if err != nil {
		return fmt.Errorf("assignment: linear program: %w", err)
	}
	for k := range goal + 1 {
		of := &c.model.Goals[k]
		if of.Kind != model.Sum || of.Ladder != nil || of.Loose || len(of.Penalties) > 0 {
			return fmt.Errorf("assignment: goal %d, %s, is no linear program; only Maximize and Minimize without a tolerance are, where people of different capacities are not balanced", k+1, c.goals[k])
		}
	}
	l := &lpWriter{instance: c, w: bufio.NewWriter(w), ctx: ctx, buffer: make([]int32, c.model.Columns)}
	if err := l.write(goal, s.certificate); err != nil {
		return fmt.Errorf("assignment: linear program: %w", err)
	}
	return nil
}

// lpWriter writes a linear program. The first error of the writer stays in it.
type lpWriter struct {
	*instance
	w      *bufio.Writer
	ctx    context.Context
	buffer []int32
	terms  int // on the current line
}

func (l *lpWriter) write(goal int, cert *Certificate) error {
	g := &l.goals[goal]
	fmt.Fprintf(l.w, "\\ goal %d, %s\n\\ optimum %d; value = %g * (objective / 2^%d + %g)\n",
		goal+1, g, cert.goals[goal].result.Cost, -g.sense(), g.shift, g.offset)
	for i, e := range l.roster.employees {
		fmt.Fprintf(l.w, "\\ person %d is %+q\n", i, string(e.ID))
	}
	for j, p := range l.roster.positions {
		fmt.Fprintf(l.w, "\\ post %d is %+q\n", j, string(p.ID))
	}
	l.section("Minimize", "objective")
	if err := l.sum(&l.model.Goals[goal], goal); err != nil {
		return err
	}
	l.section("\nSubject To", "")
	for i := range l.model.Rows {
		if err := l.ctx.Err(); err != nil {
			return err
		}
		l.row(fmt.Sprintf("person%d", i))
		for j := range l.model.Columns {
			if l.eligibility.allowed.Has(i, j) {
				l.term(1, fmt.Sprintf("x%d_%d", i, j))
			}
		}
		l.end("= 1")
	}
	if err := l.loads(goal); err != nil {
		return err
	}
	for k := range goal {
		l.row(fmt.Sprintf("goal%d", k+1))
		if err := l.sum(&l.model.Goals[k], k); err != nil {
			return err
		}
		l.end(fmt.Sprintf("= %d", cert.goals[k].result.Cost))
	}
	for k, limit := range l.model.Limits {
		l.row(fmt.Sprintf("limit%d", k+1))
		if err := l.sum(&model.Goal{Pairs: limit.Pairs, Marginal: make([][]int64, len(l.model.Parent))}, 0); err != nil {
			return err
		}
		l.end(fmt.Sprintf("<= %d", limit.Most))
	}
	l.bounds(goal)
	l.section("End", "")
	return l.w.Flush()
}

// section begins a part of the file, with the name of its first row.
func (l *lpWriter) section(name, row string) {
	fmt.Fprintln(l.w, name)
	if row != "" {
		l.row(row)
	}
}

func (l *lpWriter) row(name string) {
	fmt.Fprintf(l.w, " %s:", name)
	l.terms = 0
}

// term adds a coefficient and a variable to the row. Lines are kept short, as some
// readers ask.
func (l *lpWriter) term(x int64, variable string) {
	if x == 0 && l.terms > 0 {
		return
	}
	if l.terms++; l.terms%8 == 0 {
		l.w.WriteString("\n  ")
	}
	fmt.Fprintf(l.w, " %+d %s", x, variable)
}

func (l *lpWriter) end(relation string) { fmt.Fprintf(l.w, " %s\n", relation) }

// sum writes what a goal adds up: pairs, and the segments of loads.
func (l *lpWriter) sum(of *model.Goal, k int) error {
	for i := range l.model.Rows {
		if err := l.ctx.Err(); err != nil {
			return err
		}
		costs := of.Pairs.Row(i, l.buffer)
		for j, x := range costs {
			if l.eligibility.allowed.Has(i, j) {
				l.term(int64(x), fmt.Sprintf("x%d_%d", i, j))
			}
		}
	}
	for v, m := range of.Marginal {
		for s, segment := range segments(m, l.model.Hi[v]) {
			l.term(segment.cost, fmt.Sprintf("s%d_%d_%d", k+1, v, s))
		}
	}
	return nil
}

// segment is a stretch of loads of equal marginal cost.
type segment struct {
	cost  int64
	width int
}

func segments(marginal []int64, hi int32) []segment {
	var out []segment
	for _, x := range marginal[:min(len(marginal), int(hi))] {
		if n := len(out); n > 0 && out[n-1].cost == x {
			out[n-1].width++
			continue
		}
		out = append(out, segment{x, 1})
	}
	return out
}

// loads ties the load of each node to what enters it, and to its segments in each goal.
func (l *lpWriter) loads(goal int) error {
	children := make([][]int, len(l.model.Parent))
	for v, q := range l.model.Parent {
		if q >= 0 {
			children[q] = append(children[q], v)
		}
	}
	for v := range l.model.Parent {
		if err := l.ctx.Err(); err != nil {
			return err
		}
		l.row(fmt.Sprintf("load%d", v))
		if v < l.model.Columns {
			for i := range l.model.Rows {
				if l.eligibility.allowed.Has(i, v) {
					l.term(1, fmt.Sprintf("x%d_%d", i, v))
				}
			}
		}
		for _, u := range children[v] {
			l.term(1, fmt.Sprintf("n%d", u))
		}
		l.term(-1, fmt.Sprintf("n%d", v))
		l.end("= 0")
		for k := range goal + 1 {
			if m := l.model.Goals[k].Marginal[v]; m != nil {
				l.row(fmt.Sprintf("segments%d_%d", k+1, v))
				for s := range segments(m, l.model.Hi[v]) {
					l.term(1, fmt.Sprintf("s%d_%d_%d", k+1, v, s))
				}
				l.term(-1, fmt.Sprintf("n%d", v))
				l.end("= 0")
			}
		}
	}
	return nil
}

// bounds writes the bounds of loads and segments, and that each pair is taken or not.
func (l *lpWriter) bounds(goal int) {
	l.section("Bounds", "")
	for v := range l.model.Parent {
		fmt.Fprintf(l.w, " %d <= n%d <= %d\n", l.model.Lo[v], v, l.model.Hi[v])
		for k := range goal + 1 {
			for s, segment := range segments(l.model.Goals[k].Marginal[v], l.model.Hi[v]) {
				fmt.Fprintf(l.w, " 0 <= s%d_%d_%d <= %d\n", k+1, v, s, segment.width)
			}
		}
	}
	l.section("Binary", "")
	var pairs []string
	for i := range l.model.Rows {
		for j := range l.model.Columns {
			if l.eligibility.allowed.Has(i, j) {
				pairs = append(pairs, fmt.Sprintf("x%d_%d", i, j))
			}
		}
		for line := range slices.Chunk(pairs, 8) {
			for _, x := range line {
				fmt.Fprintf(l.w, " %s", x)
			}
			fmt.Fprintln(l.w)
		}
		pairs = pairs[:0]
	}
}
