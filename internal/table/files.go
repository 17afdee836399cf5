// Package table reads and writes tables in CSV files: dialects, cells and their
// kinds, locations in files, and faults. What a column means is not its
// business; a [File] says so.
//
// In reading order: scanner.go cuts text into cells, column.go says what a
// column is, reader.go reads rows, locate.go finds the line of a row again,
// fault.go collects what is wrong, writer.go writes.
package table

import (
	"errors"
	"io/fs"
	"strings"

	"github.com/mutasi-go/mutasi/internal/message"
)

// Files are CSV files that are read together, with the faults found in them.
type Files struct {
	Most int  // faults beyond this number are only counted
	Lost bool // a line of a keyed file could not be read, so that keys may be missing

	fsys     fs.FS
	order    map[string]int // by file: its position among all
	faults   []*Fault
	more     int
	sought   []*sought
	headers  map[string][]string // by file
	interned map[string]string
}

// NewFiles returns the files of a folder. Their order is that in which faults
// are listed.
func NewFiles(fsys fs.FS, order ...*Schema) *Files {
	f := &Files{Most: 100, fsys: fsys, order: make(map[string]int), headers: make(map[string][]string), interned: make(map[string]string)}
	for i, s := range order {
		f.order[s.File] = i
	}
	return f
}

// Missing returns the names of the required files that the folder lacks, nil if it
// has them all, and a message about them.
func Missing(fsys fs.FS, schemas ...*Schema) (files []string, problem message.Message) {
	var required, optional []string
	for _, s := range schemas {
		if s.Optional {
			optional = append(optional, s.File)
			continue
		}
		required = append(required, s.File)
		if _, err := fs.Stat(fsys, s.File); errors.Is(err, fs.ErrNotExist) {
			files = append(files, s.File)
		}
	}
	return files, missingFiles.With(strings.Join(required, ", "), strings.Join(optional, ", "))
}

// intern returns text as a string; equal texts share memory.
func (f *Files) intern(text []byte) string {
	const most = 1 << 16
	if s, ok := f.interned[string(text)]; ok {
		return s
	}
	s := string(text)
	if len(f.interned) < most {
		f.interned[s] = s
	}
	return s
}
