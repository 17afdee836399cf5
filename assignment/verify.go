package assignment

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
)

// Verify proves the solution again, from the problem and the certificate, and
// returns what fails. It
//
//   - counts seats and floors and holds every placement against the
//     constraints, asking their functions anew;
//   - adds up every goal from the people and posts of the plan, one by one, and
//     compares the sum with its Value, within Rounding;
//   - has the optimality of every goal, or the bound that is claimed, proven
//     from the prices by code that shares nothing with the solver: reduced
//     costs, complementary slackness and loads, in integers. Where a goal needed
//     branch and bound, or a BottomSum is reached by plans of several kinds, there
//     is no such proof, and everything is solved again, with as many nodes.
//
// It takes about as long as reading all pairs once per goal.
func (s *Solution) Verify() error {
	if s.result == nil || s.problem.Organization == nil {
		return errors.New("assignment: this solution was not made by Solve")
	}
	c, err := compile(context.Background(), &s.problem, &s.options)
	if err != nil {
		return fmt.Errorf("assignment: the problem has changed since it was solved: %w", err)
	}
	if err := s.verify(c); err != nil {
		return fmt.Errorf("assignment: the solution does not verify: %w", err)
	}
	return nil
}

func (s *Solution) verify(c *compiled) error {
	at, err := c.roster.assignment(s.Plan)
	if err != nil {
		return err
	}
	if !slices.Equal(at, s.result.At) {
		return errors.New("the plan is not the one that the certificate is for")
	}
	if err := c.eligibility.demands.admit(s.problem.Organization, s.problem.held(), s.Plan); err != nil {
		return err
	}
	if err := s.verifyValues(c); err != nil {
		return err
	}
	if _, err := c.model.Check(context.Background(), s.result, c.roster.incumbent); err != nil {
		return err
	}
	optimal := true
	for _, g := range s.result.Goals {
		optimal = optimal && g.Proven
	}
	if (s.Status == Optimal) != optimal {
		return fmt.Errorf("the status is %v, which the certificate does not bear out", s.Status)
	}
	return nil
}

func (s *Solution) verifyValues(c *compiled) error {
	if len(s.Values) != len(c.goals) {
		return fmt.Errorf("there are %d values for %d goals", len(s.Values), len(c.goals))
	}
	book := newLedger(s.problem.Organization, s.problem.held(), s.Plan)
	for k, goal := range c.goals {
		v := s.Values[k]
		claimed := c.outcome(k, s.result)
		if v.Goal != claimed.Goal || v.Rounding != claimed.Rounding {
			return fmt.Errorf("goal %d is %s with a rounding of %v, not %s with %v", k+1, goal, goal.rounding, v.Goal, v.Rounding)
		}
		var sum, size float64
		at := &callSite{function: goal.String()}
		if err := guard(at, func() error { sum, size = goal.worth(book, goal.term); return nil }); err != nil {
			return err
		}
		if sum > v.Value && sum <= v.Top+v.Rounding {
			sum = v.Value // within the step
		}
		// Beyond rounding, sums of floating-point numbers err by their own.
		slack := v.Rounding + 1e-12*size
		if math.Abs(sum-v.Value) > slack {
			return fmt.Errorf("goal %d, %s: the plan has %v, not %v", k+1, goal, sum, v.Value)
		}
		if v.Bound != claimed.Bound {
			return fmt.Errorf("goal %d, %s: the certificate proves a bound of %v, not %v", k+1, goal, claimed.Bound, v.Bound)
		}
		if v.Reached != claimed.Reached || s.result.Goals[k].Proven && v.Reached != v.Bound {
			return fmt.Errorf("goal %d, %s: it reached %v, not %v", k+1, goal, claimed.Reached, v.Reached)
		}
		if v.Top != claimed.Top {
			return fmt.Errorf("goal %d, %s: the step ends at %v, not %v", k+1, goal, claimed.Top, v.Top)
		}
	}
	return nil
}
