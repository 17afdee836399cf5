package assignment

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mutasi-go/mutasi"
)

// claimed is a plan with a certificate, and the optimum of its problem.
type claimed struct {
	kind        string
	optimum     *Solution
	plan        mutasi.Plan
	certificate *Certificate
}

// randomClaims draws problems, and solves each to its end, interrupted at some
// report of its progress, cancelled before there are scores, and with one node of
// each branch and bound.
func randomClaims(t testing.TB, r *rand.Rand, problems int) []claimed {
	t.Helper()
	var out []claimed
	add := func(kind string, optimum, s *Solution) {
		out = append(out, claimed{kind, optimum, s.Plan, s.Certificate()})
	}
	for range problems {
		s := randomSolved(t, r)
		add("solved", s, s)
		for range 2 {
			ctx, cancel := context.WithCancel(context.Background())
			opts, left := s.options, r.IntN(8)
			opts.Progress = func(Progress) {
				if left--; left < 0 {
					cancel()
				}
			}
			if x, err := Solve(ctx, &s.problem, &opts); err == nil && x.Status == Feasible && !x.certificate.unscaled {
				add("interrupted", s, x)
			}
			cancel()
		}
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		if x, err := Solve(ctx, &s.problem, &s.options); err == nil {
			add("unscaled", s, x)
		}
		opts := s.options
		opts.MaxNodes = 1
		if x, err := Solve(context.Background(), &s.problem, &opts); err == nil && len(x.certificate.searches) > 0 {
			add("searched", s, x)
		}
	}
	return out
}

func mustMarshal(t testing.TB, x any) []byte {
	t.Helper()
	text, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// TestCertificateJSON: a certificate that went through JSON is the same text
// again, and proves the same. That needs nothing but problem, plan and certificate:
// the problem is made from the organization's data, and no Solution is left.
func TestCertificateJSON(t *testing.T) {
	kinds := map[string]int{}
	for _, x := range randomClaims(t, rand.New(rand.NewPCG(1, 10)), 40) {
		kinds[x.kind]++
		ctx := context.Background()
		want, err := Check(ctx, &x.optimum.problem, x.plan, x.certificate, nil)
		if err != nil {
			t.Fatalf("%s: %v\n%v", x.kind, err, x.optimum.problem.Objective)
		}
		text, planText := mustMarshal(t, x.certificate), mustMarshal(t, x.plan)
		p := x.optimum.problem
		if p.Organization, err = mutasi.NewOrganization(p.Organization.Data()); err != nil {
			t.Fatal(err)
		}
		x.optimum.Release()
		x.optimum, x.certificate = nil, nil
		var c Certificate
		var plan mutasi.Plan
		if err := json.Unmarshal(text, &c); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(planText, &plan); err != nil {
			t.Fatal(err)
		}
		if again := mustMarshal(t, &c); !bytes.Equal(again, text) {
			t.Fatalf("%s: written again it is\n%s\nand was\n%s", x.kind, again, text)
		}
		got, err := Check(ctx, &p, plan, &c, nil)
		if err != nil {
			t.Fatalf("%s: %v\n%v", x.kind, err, p.Objective)
		}
		if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
			t.Fatalf("%s: Check says\n%s\nand said\n%s", x.kind, g, w)
		}
	}
	for _, kind := range []string{"solved", "interrupted", "unscaled", "searched"} {
		if kinds[kind] == 0 {
			t.Errorf("there was none that is %s: %v", kind, kinds)
		}
	}
}

// TestOldCertificatesAreRefused: a certificate of another rounding is refused with
// an error that says which it has, which is read, and what to do.
func TestOldCertificatesAreRefused(t *testing.T) {
	s, err := Solve(context.Background(), &Problem{Organization: office(t)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	text := string(mustMarshal(t, s.certificate))
	old := strings.Replace(text, `"rounding":2`, `"rounding":1`, 1)
	if old == text {
		t.Fatalf("the certificate has no rounding 2: %.80s", text)
	}
	err = json.Unmarshal([]byte(old), new(Certificate))
	for _, want := range []string{"rounding 1", "rounding 2", "with the version of the package that made it"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}

// tamper changes one thing in a tree of JSON, and says what. Lists are shortened,
// lengthened and put in another order too.
func tamper(r *rand.Rand, root any) string {
	path := ""
	for {
		switch node := root.(type) {
		case map[string]any:
			key := anyOf(r, slices.Sorted(maps.Keys(node))...)
			switch { // most of the text is about little, such as the version
			case node["goals"] != nil && r.IntN(4) > 0:
				if key = "goals"; node["stages"] != nil && r.IntN(3) == 0 {
					key = "stages"
				}
			case node["placements"] != nil && r.IntN(8) > 0:
				key = "placements"
			case node["plan"] != nil && r.IntN(4) > 0:
				key = "certificate"
			}
			path += "." + key
			if r.IntN(60) == 0 {
				delete(node, key)
				return path + " deleted"
			}
			if x, ok := changedLeaf(r, node[key]); ok {
				path += fmt.Sprintf(": %v, not %v", x, node[key])
				node[key] = x
				return path
			}
			if list, ok := node[key].([]any); ok && (len(list) == 0 || r.IntN(20) == 0) {
				node[key] = reordered(r, list)
				return path + " reordered"
			}
			root = node[key]
		case []any:
			k := r.IntN(len(node))
			path += fmt.Sprintf("[%d]", k)
			if x, ok := changedLeaf(r, node[k]); ok {
				path += fmt.Sprintf(": %v, not %v", x, node[k])
				node[k] = x
				return path
			}
			root = node[k]
		}
	}
}

// changedLeaf is another value of the kind of a leaf; false for lists and objects.
func changedLeaf(r *rand.Rand, x any) (any, bool) {
	switch x := x.(type) {
	case json.Number:
		if n, err := x.Int64(); err == nil {
			return anyOf(r,
				n+1, n-1, n+2, n-2, -n, 2*n, n/2, 0, n+r.Int64N(1<<30), n-r.Int64N(1<<30), r.Int64N(10),
				math.MaxInt64, math.MinInt64, math.MinInt64+r.Int64N(1<<40), 1<<60, -1<<60, math.MaxInt32, math.MinInt32), true
		}
		f, _ := x.Float64()
		return anyOf(r, f+1, f-1, f*1.001, -f, 0, math.Nextafter(f, 9e9), 1e300, -1e300, 5e-324), true
	case bool:
		return !x, true
	case string:
		return anyOf(r, x+"x", "", "P0", "P1", "P2", "E1"), true
	case nil:
		return json.Number("0"), true
	}
	return nil, false
}

// reordered is a list that is shorter, longer, or in another order.
func reordered(r *rand.Rand, list []any) []any {
	out := append([]any{}, list...)
	if len(out) == 0 {
		return append(out, json.Number("0"))
	}
	k := r.IntN(len(out))
	switch r.IntN(4) {
	case 0:
		return append(out, out[k])
	case 1:
		return out[:k]
	case 2:
		return append(out[:k], out[k+1:]...)
	}
	r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// TestTamperedCertificates: with one thing changed in plan or certificate, Check
// fails, or it is shown that the change is immaterial: the plan is admitted, as
// good as is said, and values and bounds are true. Nothing panics.
func TestTamperedCertificates(t *testing.T) {
	tamperings, problems := 500, 25
	if slowly() {
		tamperings, problems = 10_000, 200
	}
	r := rand.New(rand.NewPCG(10_000, uint64(tamperings)))
	claims := randomClaims(t, r, problems)
	unread, failed, immaterial := 0, 0, 0
	for n := range tamperings {
		x := claims[r.IntN(len(claims))]
		var tree any
		d := json.NewDecoder(bytes.NewReader(mustMarshal(t, map[string]any{"plan": x.plan, "certificate": x.certificate})))
		d.UseNumber()
		if err := d.Decode(&tree); err != nil {
			t.Fatal(err)
		}
		what := tamper(r, tree)
		var read struct {
			Plan        mutasi.Plan
			Certificate *Certificate
		}
		if err := json.Unmarshal(mustMarshal(t, tree), &read); err != nil {
			unread++
			continue
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		checked, err := Check(ctx, &x.optimum.problem, read.Plan, read.Certificate, nil)
		cancel()
		if err != nil {
			if strings.Contains(err.Error(), "panicked") {
				t.Errorf("tampering %d, %s, %s: %v", n, x.kind, what, err)
			}
			failed++
			continue
		}
		immaterial++
		if wrong := x.optimum.truth(read.Plan, read.Certificate, checked.Values); wrong != nil {
			t.Errorf("tampering %d, %s, %s: Check does not notice that it is not true: %v\n%v", n, x.kind, what, wrong, x.optimum.problem.Objective)
		}
	}
	t.Logf("of %d tamperings of %d certificates %d could not be read, Check failed for %d, and %d were immaterial", tamperings, len(claims), unread, failed, immaterial)
	if failed < tamperings/3 || immaterial == 0 {
		t.Errorf("the test shows little: Check failed for %d of %d, and %d were immaterial", failed, tamperings, immaterial)
	}
}

// TestCheckOfEndlessSearchesEnds: a certificate that asks for more nodes of a search
// than anybody has time for does not keep Check beyond its context.
func TestCheckOfEndlessSearchesEnds(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	p := &Problem{Organization: randomOffice(t, r, 60, 9), Constraints: []Constraint{MaxMoves(12)}}
	p.Objective = Objective{Leximin(termKinds()[4]), Maximize(termKinds()[5])}
	s, err := Solve(context.Background(), p, &Options{MaxNodes: 1})
	if err != nil {
		t.Fatal(err)
	}
	for k := range s.certificate.searches {
		s.certificate.searches[k] = math.MaxInt
	}
	ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, err = Check(ctx, p, s.Plan, s.certificate, nil)
	if took := time.Since(start); took > 5*time.Second || err == nil {
		t.Errorf("after %v: %v", took, err)
	}
}

// FuzzCertificate: whatever is read as a certificate, Check of it does not panic,
// and proves only what is true.
func FuzzCertificate(f *testing.F) {
	r := rand.New(rand.NewPCG(3, 3))
	var optima []*Solution
	for k, x := range randomClaims(f, r, 12) {
		if len(optima) == 0 || optima[len(optima)-1] != x.optimum {
			optima = append(optima, x.optimum)
		}
		f.Add(uint8(len(optima)-1), r.Uint64(), mustMarshal(f, x.certificate))
		if k == 0 {
			f.Add(uint8(0), uint64(0), []byte(`{"version":1,"rounding":2,"seed":0,"goals":[]}`))
		}
	}
	f.Fuzz(func(t *testing.T, problem uint8, swap uint64, text []byte) {
		optimum := optima[int(problem)%len(optima)]
		c := new(Certificate)
		if c.UnmarshalJSON(text) != nil {
			return
		}
		plan := optimum.Plan
		if r := rand.New(rand.NewPCG(swap, 0)); swap%2 == 1 { // somebody is elsewhere
			p := &optimum.problem
			e, post := anyOf(r, slices.Collect(p.Organization.Employees())...), anyOf(r, slices.Collect(p.Organization.Positions())...)
			var err error
			if plan, err = plan.With(mutasi.Placement{Employee: e.ID, Position: post.ID}); err != nil {
				t.Fatal(err)
			}
		}
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		checked, err := Check(ctx, &optimum.problem, plan, c, nil)
		if err != nil {
			return
		}
		if wrong := optimum.truth(plan, c, checked.Values); wrong != nil {
			t.Fatalf("Check does not notice that it is not true: %v", wrong)
		}
	})
}

// Another file than a certificate is not taken for one of another version.
func TestCertificateFromAnotherFile(t *testing.T) {
	for _, text := range []string{`{}`, `{"format":"mutasi plan","version":1,"placements":[]}`} {
		var c Certificate
		if err := json.Unmarshal([]byte(text), &c); err == nil || !strings.Contains(err.Error(), "is this the JSON of a Certificate?") {
			t.Errorf("%s: got %v, want a question for the right file", text, err)
		}
	}
}
