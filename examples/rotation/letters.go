package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/assignment"
	"github.com/mutasi-go/mutasi/assignment/prose"
)

// writeLetters writes a letter to everybody whose post changes, and to everybody who has
// none, in the folder opts.letters. It replaces letters that are there.
func (r *outcome) writeLetters(opts options) error {
	people := r.addressees()
	if len(people) > 0 && r.solution.Status != assignment.Optimal {
		return unproven(fmt.Errorf("of %d people: %w", len(people), assignment.ErrNotOptimal))
	}
	if err := os.MkdirAll(opts.letters, 0o777); err != nil {
		return err
	}
	digest, err := r.digest()
	if err != nil {
		return err
	}
	w, holders := r.writer(opts), r.solution.Plan.Holders()
	for k, name := range fileNames(people) {
		l, err := r.letterTo(people[k], opts, holders)
		if err != nil {
			return err
		}
		l.Digest = digest
		err = replace(filepath.Join(opts.letters, name), func(to io.Writer) error { return w.WriteLetter(to, l) })
		if err != nil {
			return fmt.Errorf("to %s: %w", people[k], err)
		}
	}
	return nil
}

// addressees are the people whose post changes or who have none, by input order.
func (r *outcome) addressees() []mutasi.EmployeeID {
	var out []mutasi.EmployeeID
	for e := range r.organization.Employees() {
		if at, placed := r.solution.Plan.Position(e.ID); !placed || at != e.Position {
			out = append(out, e.ID)
		}
	}
	return out
}

// letterTo is the letter to a person. It answers about the post of -why-not if that is
// asked for this person, and otherwise about the first wish if that is not fulfilled.
func (r *outcome) letterTo(id mutasi.EmployeeID, opts options, holders map[mutasi.PositionID][]mutasi.EmployeeID) (*prose.Letter, error) {
	x, err := r.solution.Explain(id)
	if err != nil {
		return nil, err
	}
	l := &prose.Letter{
		Office: opts.name(), Explanation: x,
		Proven: r.solution.Status == assignment.Optimal,
	}
	e, _ := r.organization.Employee(id)
	wanted, asked := x.Given, false
	if len(e.Wishes) > 0 {
		wanted, asked = e.Wishes[0], e.Wishes[0] != x.Given
	}
	if opts.ask.whyNot != nil {
		if who, p := pair(r.organization, *opts.ask.whyNot); who == id {
			wanted, asked = p, true
		}
	}
	if !asked {
		return l, nil
	}
	if l.Wanted, err = r.solution.WhyNot(id, wanted); err != nil {
		return nil, err
	}
	if wanted != "" {
		l.Holders = holders[wanted]
	}
	return l, nil
}

// fileNames are the names of the letters to people. Names differ even where a file
// system does not tell capitals from small letters.
func fileNames(people []mutasi.EmployeeID) []string {
	taken := map[string]bool{}
	var out []string
	for _, id := range people {
		name := fileName(string(id))
		for k := 2; taken[strings.ToLower(name)]; k++ {
			name = fmt.Sprintf("%s~%d", fileName(string(id)), k) // ~ is in no file name
		}
		taken[strings.ToLower(name)] = true
		out = append(out, name+".html")
	}
	return out
}

// fileName makes a file name of an ID. Letters, digits, "-", "_" and "." but for the
// first stay; every other byte becomes % and two hexadecimal digits. An ID that is too
// long for a file system is cut, and one that is a device of Windows is escaped.
func fileName(id string) string {
	const most = 120
	var b strings.Builder
	for k, c := range []byte(id) {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '-', c == '_', c == '.' && k > 0:
			b.WriteByte(c)
		default:
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	name := b.String()
	device, _, _ := strings.Cut(strings.ToUpper(name), ".")
	switch {
	case device == "CON", device == "PRN", device == "AUX", device == "NUL",
		len(device) == 4 && (strings.HasPrefix(device, "COM") || strings.HasPrefix(device, "LPT")):
		name = fmt.Sprintf("%%%02X", name[0]) + name[1:]
	}
	return name[:min(len(name), most)]
}
