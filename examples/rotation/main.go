// Command rotation plans the rotation (mutasi) of a city's civil servants: it
// reads units, posts and people from a folder of CSV files, finds the best plan
// that the rules allow, has it proven again, and prints what changes.
//
//	go run ./examples/rotation                  # Kota Lembayara, which does not exist
//	go run ./examples/rotation -data my/folder  # a folder of your own
//	go run ./examples/rotation -json            # for machines
//	go run ./examples/rotation -report out.html # and a report for people; -lang id: in Indonesian
//
// It answers questions about the plan in place of printing it:
//
//	go run ./examples/rotation -explain P0140                   # where a person is placed, and why
//	go run ./examples/rotation -why-not P0140:PUPR.JALAN.MUDA   # why not there; P0140: asks about the bench
//	go run ./examples/rotation -candidates PUPR.JALAN.MUDA      # who could have a post
//	go run ./examples/rotation -schedule                        # in which order the plan is carried out
//
// And it keeps the account of the decision:
//
//	go run ./examples/rotation -record FILE     # the audit record of the plan
//	go run ./examples/rotation -check FILE      # checks a record against the data
//	go run ./examples/rotation -letters DIR     # a letter to everybody who moves or has no post
//
// A folder of your own needs units.csv, positions.csv, standards.csv,
// employees.csv and profiles.csv; the folder city beside this file shows their
// columns. The rules read since and attr:golongan, attr:status of an employee
// and attr:golongan_min, attr:golongan_max of a post, where these are given.
package main

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/assignment/prose"
	"github.com/mutasi-go/mutasi/evaluation"
)

//go:generate go run ./generate city
//go:embed city/*.csv
var city embed.FS

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// options are what the command line says.
type options struct {
	data    string
	json    bool
	all     bool
	report  string // "": none
	record  string // "": none
	letters string // a folder; "": none
	ask     questions
	lang    int // of languages
	seed    uint64
	timeout time.Duration
	date    time.Time
}

// run is the program: it returns the exit code, 0 for a plan, 1 for an error,
// 2 for a command line that is wrong.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	opts, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	}
	var text bytes.Buffer // so that nothing is printed by half
	if err = rotate(ctx, opts, &text, stderr); err == nil {
		_, err = text.WriteTo(stdout)
	}
	if err != nil {
		fmt.Fprintln(stderr, "rotation:", err)
		return 1
	}
	return 0
}

// parse reads the command line. The flag package has written what is wrong with
// it to stderr.
func parse(args []string, stderr io.Writer) (options, error) {
	opts := options{date: time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)}
	flags := flag.NewFlagSet("rotation", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&opts.data, "data", "", "read the CSV files of `DIR` instead of the fictional city")
	flags.BoolVar(&opts.json, "json", false, "print the result as JSON")
	flags.BoolVar(&opts.all, "all", false, "list all transfers, not just those with the greatest gain")
	flags.StringVar(&opts.report, "report", "", "also write a report for people to `FILE`, a page for a browser")
	flags.Func("explain", "say where the person `ID` is placed and why", func(id string) error {
		opts.ask.explain = (*mutasi.EmployeeID)(&id)
		return nil
	})
	flags.Func("why-not", "say why a person has not a post, `ID:POST`; ID: asks why not without a post", func(text string) error {
		if !strings.Contains(text, ":") {
			return errors.New("write the person, a colon and the post, such as P0140:PUPR.JALAN.MUDA")
		}
		opts.ask.whyNot = &text
		return nil
	})
	flags.Func("candidates", "say who could have the post `POST`, and what that would cost", func(id string) error {
		opts.ask.candidates = (*mutasi.PositionID)(&id)
		return nil
	})
	flags.BoolVar(&opts.ask.schedule, "schedule", false, "say in which order the moves are made")
	flags.StringVar(&opts.ask.check, "check", "", "check the audit record in `FILE` against the data")
	flags.StringVar(&opts.record, "record", "", "also write the audit record of the plan to `FILE`")
	flags.StringVar(&opts.letters, "letters", "", "also write a letter to everybody who moves or has no post, into the folder `DIR`")
	flags.Func("lang", "write report, letters and answers in `LANGUAGE`, en or id (default en)", func(code string) error {
		opts.lang = slices.IndexFunc(languages, func(l language) bool { return l.code == code })
		if opts.lang < 0 {
			return errors.New("give en or id")
		}
		return nil
	})
	flags.Uint64Var(&opts.seed, "seed", 1, "choose among equally good plans by seed `N`")
	flags.DurationVar(&opts.timeout, "timeout", 0, "stop after `D`, such as 30s, with the best plan so far; 0: never")
	flags.Func("date", "apply the rules as of `DAY`, YYYY-MM-DD (default 2026-01-01)", func(text string) (err error) {
		opts.date, err = time.Parse(time.DateOnly, text)
		return err
	})
	err := flags.Parse(args)
	if err == nil && flags.NArg() > 0 {
		err = fmt.Errorf("unexpected argument %q; a folder is given by -data", flags.Arg(0))
		fmt.Fprintln(stderr, "rotation:", err)
	}
	if err == nil && opts.timeout < 0 {
		err = errors.New("-timeout is negative")
		fmt.Fprintln(stderr, "rotation:", err)
	}
	return opts, err
}

// An input has everything that a decision is about.
type input struct {
	organization *mutasi.Organization
	source       string // what was read
	rules        []mutasi.Rule
	problem      *assignment.Problem
}

// writer writes answers in the language of the options.
func (in *input) writer(opts options) *prose.Writer {
	l := languages[opts.lang]
	return prose.New(l.words, in.problem, &prose.Options{Names: true, Terms: map[string]string{inPostToday: l.inPost}})
}

// An outcome is a plan with the transfers that it makes.
type outcome struct {
	*input
	solution *assignment.Solution
	change   *evaluation.Change
	summary  *summary
}

// rotate checks a record or makes a plan, writes what is kept of it, and prints the
// answers or the plan to w.
func rotate(ctx context.Context, opts options, w, stderr io.Writer) error {
	if err := opts.writable(); err != nil {
		return err
	}
	in, err := readInput(opts)
	if err != nil {
		return err
	}
	a := &answers{Data: in.source, Date: opts.date.Format(time.DateOnly)}
	if opts.ask.check != "" {
		if a.Check, err = checkRecord(ctx, in, opts); err != nil {
			return err
		}
	}
	if !opts.needsPlan() {
		return a.write(w, opts, in.organization)
	}
	r, err := in.plan(ctx, opts, stderr)
	if err != nil {
		return err
	}
	if err := r.answer(opts, a); err != nil {
		return err
	}
	if err := r.keep(opts); err != nil {
		return err
	}
	if opts.ask.any() {
		return a.write(w, opts, in.organization)
	}
	return r.summary.write(w, opts)
}

// readInput reads the data, and refuses questions about what they do not have.
func readInput(opts options) (*input, error) {
	o, source, err := read(opts.data)
	if err != nil {
		return nil, err
	}
	if err := opts.ask.known(o); err != nil {
		return nil, err
	}
	rules := rulesOn(opts.date)
	return &input{o, source, rules, &assignment.Problem{
		Organization: o,
		Objective:    objective(),
		Constraints:  []assignment.Constraint{assignment.Obey(rules...)},
	}}, nil
}

// plan reads, solves, proves and judges.
func plan(ctx context.Context, opts options, stderr io.Writer) (*outcome, error) {
	in, err := readInput(opts)
	if err != nil {
		return nil, err
	}
	return in.plan(ctx, opts, stderr)
}

// plan solves, proves and judges.
func (in *input) plan(ctx context.Context, opts options, stderr io.Writer) (*outcome, error) {
	s, err := in.solve(ctx, opts, stderr)
	if err != nil {
		return nil, err
	}
	// An interrupt ends the search, and not the proof of what it found.
	r, err := in.judge(context.WithoutCancel(ctx), s)
	if err != nil {
		return nil, err
	}
	r.summary.Data, r.summary.Date = in.source, opts.date.Format(time.DateOnly)
	return r, nil
}

// keep writes the files that the options ask for.
func (r *outcome) keep(opts options) error {
	if opts.record != "" {
		if err := replace(opts.record, r.solution.WriteRecord); err != nil {
			return fmt.Errorf("the record cannot be written: %w", err)
		}
	}
	if opts.letters != "" {
		if err := r.writeLetters(opts); err != nil {
			return fmt.Errorf("the letters cannot be written: %w", err)
		}
	}
	if opts.report != "" {
		return r.writeReport(opts)
	}
	return nil
}

// fictional is what is read without a folder.
const fictional = "Kota Lembayara, a city that does not exist"

// read reads the folder dir, or the fictional city if dir is empty, and says
// what it is.
func read(dir string) (o *mutasi.Organization, source string, err error) {
	source = fictional
	folder, err := fs.Sub(city, "city")
	if dir != "" {
		source, folder = dir, os.DirFS(dir)
		_, err = fs.ReadDir(folder, ".")
	}
	if err != nil {
		return nil, "", fmt.Errorf("cannot read the folder %s: %w", dir, err)
	}
	if o, err = mutasi.ReadCSV(folder); err != nil {
		return nil, "", fmt.Errorf("the data of %s cannot be used:\n%w", source, err)
	}
	if err = checkGrades(o); err != nil {
		return nil, "", fmt.Errorf("the data of %s cannot be used:\n%w", source, err)
	}
	return o, source, nil
}

// solve finds the plan. When ctx or the time ends it is the best one so far.
func (in *input) solve(ctx context.Context, opts options, stderr io.Writer) (*assignment.Solution, error) {
	caller := ctx
	if opts.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, opts.timeout)
		defer cancel()
	}
	show := newProgress(stderr)
	defer show.clear()
	s, err := assignment.Solve(ctx, in.problem, &assignment.Options{Seed: opts.seed, Progress: show.update})
	var conflict *assignment.InfeasibleError
	switch {
	case errors.As(err, &conflict):
		show.clear()
		return nil, in.infeasible(caller, conflict, opts)
	case errors.Is(err, context.Canceled):
		return nil, errors.New("interrupted before there was a plan")
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("no plan yet after %v; give it more time with -timeout", opts.timeout)
	}
	return s, err
}

// A refusedPlan says in sentences, a line each, why there is no plan.
type refusedPlan struct {
	sentences []string
	conflict  *assignment.InfeasibleError
}

func (e *refusedPlan) Error() string { return strings.Join(e.sentences, "\n") }

func (e *refusedPlan) Unwrap() error { return e.conflict }

// infeasible says what is in conflict, and what would make a plan possible.
func (in *input) infeasible(ctx context.Context, conflict *assignment.InfeasibleError, opts options) error {
	w := in.writer(opts)
	out := &refusedPlan{w.Conflict(conflict), conflict}
	if r, err := assignment.Repair(ctx, in.problem, nil); err == nil {
		out.sentences = append(out.sentences, w.Repair(r)...)
	}
	return out
}

// judge has the solution proven again and measures what it changes.
func (in *input) judge(ctx context.Context, s *assignment.Solution) (*outcome, error) {
	o := in.organization
	if err := s.Verify(ctx); err != nil {
		return nil, fmt.Errorf("the plan is not printed because its proof fails: %w", err)
	}
	change, err := evaluation.Compare(ctx, o, o.Incumbents(), s.Plan, &evaluation.Options{Rules: in.rules})
	if err != nil {
		return nil, err
	}
	return &outcome{in, s, change, summarize(o, s, change, in.rules)}, nil
}

// inPostToday is the name of the term about people who have a post today.
const inPostToday = "in a post today"

// objective is the library's default with one goal put in: whoever has a post
// is not sent to the bench to seat somebody from there who fits better.
func objective() assignment.Objective {
	inPost := assignment.Custom(inPostToday, func(e *mutasi.Employee, _ *mutasi.Position) float64 {
		if e.Position == "" {
			return 0
		}
		return 1
	})
	return slices.Insert(assignment.DefaultObjective(), 1, assignment.Maximize(inPost))
}
