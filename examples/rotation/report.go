package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/evaluation"
	"github.com/mutasi-go/mutasi/evaluation/report"
)

// A language is what -lang names.
type language struct {
	code  string
	words report.Language
	title string // of the report; what was read stands for %s
	city  string // that is read without -data
}

var languages = []language{
	{"en", report.English, "Evaluation of the transfer plan: %s", fictional},
	{"id", report.Indonesian, "Evaluasi rencana mutasi: %s", "Kota Lembayara, kota rekaan"},
}

// writeReport writes the report for people to opts.report.
func (r *outcome) writeReport(opts options) error {
	in := languages[opts.lang]
	name := in.city
	if opts.data != "" {
		name = opts.data
		if full, err := filepath.Abs(opts.data); err == nil {
			name = filepath.Base(full)
		}
	}
	audit, err := evaluation.Audit(context.Background(), r.organization, r.change.After, rank, nil)
	if err != nil {
		return fmt.Errorf("the groups cannot be compared: %w", err)
	}
	err = replace(opts.report, func(w io.Writer) error {
		return report.Write(w, r.organization, r.change, &report.Options{
			Language: in.words,
			Title:    fmt.Sprintf(in.title, name),
			Audits:   []report.NamedAudit{{Name: "Golongan", Result: audit}},
		})
	})
	if err != nil {
		return fmt.Errorf("the report cannot be written: %w", err)
	}
	return nil
}

// rank is the golongan without its letter: the files know no other groups that
// a transfer might treat unequally. Those of an agency's own data may.
func rank(e *mutasi.Employee) string {
	golongan, _, _ := strings.Cut(e.Attributes["golongan"], "/")
	return golongan
}

// writable tells before a long search what would keep its report from being
// written.
func writable(path string) error {
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return fmt.Errorf("-report %s is a folder; name a file in it", path)
	case err == nil && !info.Mode().IsRegular():
		return fmt.Errorf("-report %s is not a file that can be replaced", path)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("-report: %w", err)
	}
	if info, err = os.Stat(filepath.Dir(path)); err != nil {
		return fmt.Errorf("-report: there is no folder for it: %w", err)
	}
	if !info.IsDir() {
		return fmt.Errorf("-report: %s is not a folder", filepath.Dir(path))
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
