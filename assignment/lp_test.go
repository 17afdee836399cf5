package assignment_test

import (
	"bytes"
	"context"
	"errors"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi/assignment"
	"pgregory.net/rapid"
)

// TestLPIsWhatAnotherSolverConfirms has GLPK, where it is installed, solve the program
// of each sum of small instances, and compares the optimum.
func TestLPIsWhatAnotherSolverConfirms(t *testing.T) {
	glpsol, err := exec.LookPath("glpsol")
	if err != nil {
		t.Skip("GLPK is not installed")
	}
	folder := t.TempDir()
	written := 0
	rapid.Check(t, func(t *rapid.T) {
		in := drawInstance(t)
		s, err := assignment.Solve(context.Background(), in.problem(t), nil)
		if errors.Is(err, assignment.ErrInfeasible) {
			t.Skip("infeasible")
		}
		if err != nil {
			t.Fatal(err)
		}
		for k := range s.Values {
			var text bytes.Buffer
			if err := s.WriteLP(context.Background(), &text, k); err != nil {
				if !strings.Contains(err.Error(), "is no linear program") {
					t.Fatal(err)
				}
				return
			}
			written++
			program, report := filepath.Join(folder, "x.lp"), filepath.Join(folder, "x.txt")
			if err := os.WriteFile(program, text.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.Command(glpsol, "--lp", program, "-o", report).CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s\n%s", err, out, text.Bytes())
			}
			out, err := os.ReadFile(report)
			if err != nil {
				t.Fatal(err)
			}
			found := regexp.MustCompile(`Objective:\s+\S+ = (\S+)`).FindSubmatch(out)
			want := regexp.MustCompile(`optimum (\S+);`).FindSubmatch(text.Bytes())
			x, err := strconv.ParseFloat(string(found[1]), 64)
			if err != nil {
				t.Fatal(err)
			}
			y, err := strconv.ParseFloat(string(want[1]), 64)
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs(x-y) > max(0.5, 1e-9*math.Abs(y)) { // GLPK prints ten digits
				t.Fatalf("goal %d: GLPK finds %v, not %v\n%s", k+1, x, y, text.Bytes())
			}
		}
	})
	if written == 0 {
		t.Error("no program was written")
	}
}

func TestLPOfWhatIsNone(t *testing.T) {
	p := &assignment.Problem{Organization: archive(), Objective: assignment.Objective{
		assignment.Maximize(assignment.Placed()), assignment.Leximin(assignment.Wishes()), assignment.Minimize(assignment.Moves()),
	}}
	s, err := assignment.Solve(t.Context(), p, nil)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := s.WriteLP(t.Context(), &text, 0); err != nil || !strings.HasSuffix(text.String(), "End\n") || !strings.Contains(text.String(), `"Wira"`) {
		t.Errorf("%v\n%s", err, text.Bytes())
	}
	for _, goal := range []int{-1, 1, 2, 3} {
		if err := s.WriteLP(t.Context(), &text, goal); err == nil {
			t.Errorf("goal %d was written", goal)
		}
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if err := s.WriteLP(ended, &text, 0); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := s.WriteLP(t.Context(), nil, 0); err == nil {
		t.Error("nothing was written to")
	}
}
