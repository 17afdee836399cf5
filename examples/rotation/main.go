// Command rotation plans the rotation (mutasi) of a city's civil servants: it
// reads units, posts and people from a folder of CSV files, finds the best plan
// that the rules allow, has it proven again, and prints what changes.
//
//	go run ./examples/rotation                  # Kota Lembayara, which does not exist
//	go run ./examples/rotation -data my/folder  # a folder of your own
//	go run ./examples/rotation -json            # for machines
//	go run ./examples/rotation -report out.html # and a report for people; -lang id: in Indonesian
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
	"time"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
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
	lang    int    // of languages
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
	flags.Func("lang", "write the report in `LANGUAGE`, en or id (default en)", func(code string) error {
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

// An outcome is what a plan changes.
type outcome struct {
	organization *mutasi.Organization
	change       *evaluation.Change
	summary      *summary
}

// rotate makes a plan, writes its report and prints it to w.
func rotate(ctx context.Context, opts options, w, stderr io.Writer) error {
	if opts.report != "" {
		if err := writable(opts.report); err != nil {
			return err
		}
	}
	r, err := plan(ctx, opts, stderr)
	if err != nil {
		return err
	}
	if opts.report != "" {
		if err := r.writeReport(opts); err != nil {
			return err
		}
	}
	return r.summary.write(w, opts)
}

// plan reads, solves, proves and judges.
func plan(ctx context.Context, opts options, stderr io.Writer) (*outcome, error) {
	o, source, err := read(opts.data)
	if err != nil {
		return nil, err
	}
	rules := rulesOn(opts.date)
	s, err := solve(ctx, o, rules, opts, stderr)
	if err != nil {
		return nil, err
	}
	// An interrupt ends the search, and not the proof of what it found.
	r, err := judge(context.WithoutCancel(ctx), o, s, rules)
	if err != nil {
		return nil, err
	}
	r.summary.Data, r.summary.Date = source, opts.date.Format(time.DateOnly)
	return r, nil
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
func solve(ctx context.Context, o *mutasi.Organization, rules []mutasi.Rule, opts options, stderr io.Writer) (*assignment.Solution, error) {
	if opts.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, opts.timeout)
		defer cancel()
	}
	show := newProgress(stderr)
	defer show.clear()
	s, err := assignment.Solve(ctx, &assignment.Problem{
		Organization: o,
		Objective:    objective(),
		Constraints:  []assignment.Constraint{assignment.Obey(rules...)},
	}, &assignment.Options{Seed: opts.seed, Progress: show.update})
	switch {
	case errors.Is(err, context.Canceled):
		return nil, errors.New("interrupted before there was a plan")
	case errors.Is(err, context.DeadlineExceeded):
		return nil, fmt.Errorf("no plan yet after %v; give it more time with -timeout", opts.timeout)
	}
	return s, err
}

// judge has the solution proven again and measures what it changes.
func judge(ctx context.Context, o *mutasi.Organization, s *assignment.Solution, rules []mutasi.Rule) (*outcome, error) {
	if err := s.Verify(ctx); err != nil {
		return nil, fmt.Errorf("the plan is not printed because its proof fails: %w", err)
	}
	change, err := evaluation.Compare(ctx, o, o.Incumbents(), s.Plan, &evaluation.Options{Rules: rules})
	if err != nil {
		return nil, err
	}
	return &outcome{o, change, summarize(o, s, change, rules)}, nil
}

// objective is the library's default with one goal put in: whoever has a post
// is not sent to the bench to seat somebody from there who fits better.
func objective() assignment.Objective {
	inPost := assignment.Custom("in a post today", func(e *mutasi.Employee, _ *mutasi.Position) float64 {
		if e.Position == "" {
			return 0
		}
		return 1
	})
	return slices.Insert(assignment.DefaultObjective(), 1, assignment.Maximize(inPost))
}
