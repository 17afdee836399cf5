package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/evaluation"
	"github.com/mutasi-go/mutasi/evaluation/report"
)

// A language is what -lang names.
type language struct {
	code   string
	words  report.Language
	title  string // of the report; what was read stands for %s
	city   string // that is read without -data
	inPost string // what the term inPostToday counts
}

var languages = []language{
	{"en", report.English, "Evaluation of the transfer plan: %s", fictional,
		"the number of people with a post today who have one in the plan"},
	{"id", report.Indonesian, "Evaluasi rencana mutasi: %s", "Kota Lembayara, kota rekaan",
		"jumlah pegawai yang kini berjabatan dan tetap mendapat jabatan"},
}

// writeReport writes the report for people to opts.report.
func (r *outcome) writeReport(opts options) error {
	in := languages[opts.lang]
	decision, err := r.decision(opts)
	if err != nil {
		return fmt.Errorf("the decision cannot be accounted for: %w", err)
	}
	audit, err := evaluation.Audit(context.Background(), r.organization, r.change.After, rank, nil)
	if err != nil {
		return fmt.Errorf("the groups cannot be compared: %w", err)
	}
	err = replace(opts.report, func(w io.Writer) error {
		return report.Write(w, r.organization, r.change, &report.Options{
			Language: in.words,
			Title:    fmt.Sprintf(in.title, opts.name()),
			Decision: decision,
			Audits:   []report.NamedAudit{{Name: "Golongan", Result: audit}},
		})
	})
	if err != nil {
		return fmt.Errorf("the report cannot be written: %w", err)
	}
	return nil
}

// name is what the data are called: the city, or their folder.
func (opts *options) name() string {
	if opts.data == "" {
		return languages[opts.lang].city
	}
	if full, err := filepath.Abs(opts.data); err == nil {
		return filepath.Base(full)
	}
	return opts.data
}

// decision accounts for the plan in words.
func (r *outcome) decision(opts options) (*report.Decision, error) {
	w, s := r.writer(opts), r.solution
	digest, err := r.digest()
	if err != nil {
		return nil, err
	}
	d := &report.Decision{
		Status: w.Status(s.Status), Proof: strings.Join(w.Verified(true), " "),
		Seed: s.Stats.Seed, Digest: digest,
	}
	for k, v := range s.Values {
		d.Goals = append(d.Goals, report.GoalValue{Goal: w.Goal(r.problem.Objective[k]), Value: v.Value, Bound: v.Bound, Rounding: v.Rounding})
	}
	for _, x := range r.rules {
		d.Rules = append(d.Rules, x.Cause())
	}
	for id := range s.Unplaced() {
		x, err := r.accountOf(id)
		if err != nil {
			return nil, err
		}
		reasons := w.Closed(x)
		if s.Status == assignment.Optimal {
			reasons = w.Others(x)
		}
		d.Unplaced = append(d.Unplaced, report.Unplaced{Employee: id, Reasons: reasons})
	}
	return d, nil
}

// accountOf explains why a person has no post. Of a plan that is not proven optimal it
// knows only what the rules refuse.
func (r *outcome) accountOf(id mutasi.EmployeeID) (*assignment.Explanation, error) {
	if r.solution.Status == assignment.Optimal {
		return r.solution.Explain(id)
	}
	e, _ := r.organization.Employee(id)
	x := &assignment.Explanation{Employee: id, Before: e.Position}
	for p := range r.organization.Positions() {
		o := assignment.Option{Employee: id, Position: p.ID}
		for _, rule := range r.rules {
			if !rule.Permits(e, p, e.Position) {
				o.Refused = append(o.Refused, rule.Cause())
			}
		}
		x.Others = append(x.Others, o)
	}
	return x, nil
}

// digest is the digest of the audit record.
func (r *outcome) digest() (string, error) {
	var text bytes.Buffer
	if err := r.solution.WriteRecord(&text); err != nil {
		return "", err
	}
	var record struct{ Digest string }
	if err := json.Unmarshal(text.Bytes(), &record); err != nil {
		return "", err
	}
	return record.Digest, nil
}

// rank is the golongan without its letter: the files know no other groups that
// a transfer might treat unequally. Those of an agency's own data may.
func rank(e *mutasi.Employee) string {
	golongan, _, _ := strings.Cut(e.Attributes["golongan"], "/")
	return golongan
}

// writable tells before a long search what would keep its files from being written.
func (opts *options) writable() error {
	var faults []error
	for _, f := range []struct{ flag, path string }{{"-report", opts.report}, {"-record", opts.record}} {
		if f.path != "" {
			faults = append(faults, writable(f.flag, f.path))
		}
	}
	if opts.letters != "" {
		faults = append(faults, writableFolder("-letters", opts.letters))
	}
	return errors.Join(faults...)
}

// writableFolder tells what would keep a folder from being made, or from being one.
func writableFolder(flag, path string) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.IsDir():
		return fmt.Errorf("%s %s is a file; name a folder", flag, path)
	case err == nil || errors.Is(err, fs.ErrNotExist):
		return nil
	}
	return fmt.Errorf("%s: %w", flag, err)
}

// writable tells what would keep a file from being written.
func writable(flag, path string) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return fmt.Errorf("%s %s is a folder; name a file in it", flag, path)
	case err == nil && !info.Mode().IsRegular():
		return fmt.Errorf("%s %s is not a file that can be replaced", flag, path)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: %w", flag, err)
	}
	if info, err = os.Stat(filepath.Dir(path)); err != nil {
		return fmt.Errorf("%s: there is no folder for it: %w", flag, err)
	}
	if !info.IsDir() {
		return fmt.Errorf("%s: %s is not a folder", flag, filepath.Dir(path))
	}
	return nil
}

// replace writes a file under another name beside it and renames it once it is
// complete: whoever opens path finds what was there before or all that write
// writes. If write fails, path is as it was.
func replace(path string, write func(io.Writer) error) error {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // a link goes on leading to its file
	}
	partial := fmt.Sprintf("%s.%08x.partial", path, rand.Uint32())
	f, err := os.OpenFile(partial, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return err
	}
	err = write(f)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(partial, path)
	}
	if err != nil {
		os.Remove(partial)
	}
	return err
}
