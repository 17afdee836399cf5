package mutasi_test

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
)

// The program of the README: it reads a folder of files, makes a plan and proves it.
func Example() {
	o, err := mutasi.ReadCSV(os.DirFS("examples/rotation/city"))
	if err != nil {
		log.Fatal(err)
	}
	s, err := assignment.Solve(context.Background(), &assignment.Problem{Organization: o}, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(o.Incumbents().Transfers(s.Plan)), "transfers")
	fmt.Println(s.Status, "with proof:", s.Verify(context.Background()) == nil)
	// Output:
	// 570 transfers
	// optimal with proof: true
}
