// Command monitoring asks whether a programme of transfers helped. It reads a
// panel of outcomes and a survey in two waves from CSV files, and prints the
// statistics, what speaks against them, and a verdict.
//
//	go run ./examples/monitoring                            # invented data
//	go run ./examples/monitoring -data my/folder -start 13  # a folder of your own
//
// The folder holds panel.csv (unit, period, value, treated), and before.csv and
// after.csv (respondent, group, and the items workload, fit, support and leave,
// on a scale from 1 to 5; leave is reversed). In the panel more is better,
// unless -less says otherwise. The invented panel is the share of applications,
// in percent, that 18 offices handled in time in 24 months; 12 of the offices
// exchanged staff in month 13.
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

	"github.com/mutasi-go/mutasi/evaluation/programme"
)

//go:generate go run ./generate data
//go:embed data/*.csv
var invented embed.FS

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr))
}

// options are what the command line says.
type options struct {
	data  string
	start int
	less  bool
	seed  uint64
}

// run is the program: it returns the exit code, 0 for a verdict, whatever it
// is, 1 for an error, 2 for a command line that is wrong.
func run(args []string, stdout, stderr io.Writer) int {
	var opts options
	flags := flag.NewFlagSet("monitoring", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&opts.data, "data", "", "folder with panel.csv, before.csv and after.csv (default: invented data)")
	flags.IntVar(&opts.start, "start", 13, "first period of the programme")
	flags.BoolVar(&opts.less, "less", false, "less is better in the panel")
	flags.Uint64Var(&opts.seed, "seed", 1, "seed of the shuffles")
	if err := flags.Parse(args); errors.Is(err, flag.ErrHelp) {
		return 0
	} else if err != nil {
		return 2
	}
	if flags.NArg() > 0 {
		fmt.Fprintf(stderr, "monitoring: %q is not expected; give a folder with -data\n", flags.Arg(0))
		return 2
	}
	var text bytes.Buffer
	err := monitor(context.Background(), opts, &text)
	if err == nil {
		_, err = text.WriteTo(stdout)
	}
	if err != nil {
		fmt.Fprintln(stderr, "monitoring:", err)
		return 1
	}
	return 0
}

// items are the questions of the survey.
func items() []programme.Item {
	return []programme.Item{{ID: "workload"}, {ID: "fit"}, {ID: "support"}, {ID: "leave", Reverse: true}}
}

// monitor reads the data and writes the text.
func monitor(ctx context.Context, opts options, w io.Writer) error {
	folder, err := fs.Sub(invented, "data")
	if opts.data != "" {
		folder = os.DirFS(opts.data)
	}
	if err != nil {
		return err
	}
	panel, before, after, err := read(folder)
	if err != nil {
		return err
	}
	waves, err := programme.PairWaves(before, after)
	if err != nil {
		return err
	}
	p, err := newOutcomes(ctx, panel, opts)
	if err != nil {
		return err
	}
	p.print(w)
	s := newSatisfaction(before, after, waves)
	s.print(w)
	fmt.Fprintf(w, "\nVERDICT\n  %s\n  %s\n", p.verdict(), s.verdict())
	return nil
}

// read reads the three files and reports the faults of all of them.
func read(folder fs.FS) (panel *programme.Panel, before, after *programme.Survey, err error) {
	var errs []error
	open := func(name string, parse func(io.Reader) error) {
		f, err := folder.Open(name)
		if err == nil {
			err = parse(f)
			err = errors.Join(err, f.Close())
		}
		errs = append(errs, err)
	}
	open("panel.csv", func(r io.Reader) (err error) {
		panel, err = programme.ReadPanel(r, "panel.csv")
		return err
	})
	open("before.csv", func(r io.Reader) (err error) {
		before, err = programme.ReadSurvey(r, "before.csv", 1, 5, items())
		return err
	})
	open("after.csv", func(r io.Reader) (err error) {
		after, err = programme.ReadSurvey(r, "after.csv", 1, 5, items())
		return err
	})
	return panel, before, after, errors.Join(errs...)
}
