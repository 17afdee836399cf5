package assignment_test

import (
	"strings"
	"testing"

	"github.com/mutasi-go/mutasi/assignment"
)

// TestCertificateOfOtherGoals: Check names the goal that the certificate is not
// of, and says which problem to check with.
func TestCertificateOfOtherGoals(t *testing.T) {
	p := &assignment.Problem{Organization: tiny(t), Objective: assignment.Objective{assignment.Maximize(assignment.Placed())}}
	s := mustSolve(t, p, nil)
	for _, test := range []struct {
		objective assignment.Objective
		want      string
	}{
		{assignment.Objective{assignment.Minimize(assignment.Moves())}, "goal 1, minimize moves: the certificate is of another goal"},
		{append(p.Objective[:1:1], assignment.Minimize(assignment.Moves())), "the number of goals is 1 in the certificate and 2 in the problem"},
	} {
		other := &assignment.Problem{Organization: p.Organization, Objective: test.objective}
		_, err := assignment.Check(t.Context(), other, s.Plan, s.Certificate(), nil)
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), "check it with the problem that was solved") {
			t.Errorf("the error is %v, without %q", err, test.want)
		}
	}
}
