package transport_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/mutasi-go/mutasi/assignment/transport"
)

func ExampleSolve() {
	p := &transport.Problem{
		Supply:   []int{3, 2},
		Capacity: []int{2, 2, 2},
		Cost: []int32{
			4, 1, 3,
			2, 1, 5,
		},
	}
	s, err := transport.Solve(context.Background(), p, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range s.Flows {
		fmt.Printf("%d from row %d to column %d\n", f.Units, f.Row, f.Column)
	}
	fmt.Println("cost", s.Cost)
	fmt.Println("proved:", s.Verify(context.Background(), p) == nil)
	// Output:
	// 2 from row 0 to column 1
	// 1 from row 0 to column 2
	// 2 from row 1 to column 0
	// cost 9
	// proved: true
}

// Four people share two rooms. Each further person in a room costs more than the
// one before, so nobody fills the room that all like best.
func ExampleSolve_convex() {
	p := &transport.Problem{
		Supply:   []int{1, 1, 1, 1},
		Capacity: []int{4, 4},
		Marginal: [][]int64{{0, 3, 6, 9}, {0, 3, 6, 9}},
		Cost: []int32{
			0, 2,
			0, 4,
			0, 2,
			0, 9,
		},
	}
	s, err := transport.Solve(context.Background(), p, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("loads", s.Load, "cost", s.Cost)
	// Output:
	// loads [2 2] cost 10
}

// A plan is solved again after a capacity has changed, from the prices it had.
func ExampleSolve_again() {
	ctx := context.Background()
	p := &transport.Problem{
		Supply:   []int{5, 5},
		Capacity: []int{6, 6, 6},
		Entries: []transport.Entry{
			{Row: 0, Column: 0, Cost: 1}, {Row: 0, Column: 1, Cost: 4},
			{Row: 1, Column: 0, Cost: 2}, {Row: 1, Column: 2, Cost: 7},
		},
	}
	before, err := transport.Solve(ctx, p, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	p.Capacity[0]++
	after, err := transport.Solve(ctx, p, &transport.Options{Prices: before.ColumnPrice})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("cost before", before.Cost, "and after", after.Cost)
	fmt.Println("room in column 0 was worth", -before.ColumnPrice[0])
	// Output:
	// cost before 27 and after 24
	// room in column 0 was worth 3
}

func ExampleInfeasibleError() {
	p := &transport.Problem{
		Supply:   []int{4, 3, 2},
		Capacity: []int{5, 10},
		Cost: []int32{
			1, transport.Forbidden,
			2, transport.Forbidden,
			3, 1,
		},
	}
	_, err := transport.Solve(context.Background(), p, nil)
	var cut *transport.InfeasibleError
	if errors.As(err, &cut) {
		fmt.Println("rows", cut.Rows, "have", cut.Units, "units, columns", cut.Columns, "have room for", cut.Room)
		fmt.Println("proved:", cut.Verify(context.Background(), p) == nil)
	}
	// Output:
	// rows [0 1] have 7 units, columns [0] have room for 5
	// proved: true
}
