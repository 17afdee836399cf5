package programme

import (
	"errors"
	"fmt"
	"io"

	"github.com/mutasi-go/mutasi"
	"github.com/mutasi-go/mutasi/internal/message"
	"github.com/mutasi-go/mutasi/internal/table"
)

// eachRow reads a file of the given columns from r and calls row for each of its
// rows. Faults go to the files that it returns. Only a nil reader is an error.
func eachRow[R any](r io.Reader, f *table.File[R], row func(*table.Reader)) (*table.Files, error) {
	if r == nil {
		return nil, fmt.Errorf("programme: the reader of %s is nil; open the file first", f.File)
	}
	files := table.NewFiles(nil, &f.Schema)
	if rows := files.Read(r, &f.Schema); rows != nil {
		for rows.Next() {
			row(rows)
		}
	}
	return files, nil
}

// faultsOf joins the faults of files by line and column; nil if there are none.
func faultsOf(files *table.Files) error {
	found, more := files.Faults()
	list := make([]error, 0, len(found)+1)
	for _, x := range found {
		if x.Err != nil {
			list = append(list, x.Err)
			continue
		}
		list = append(list, newFault(x.Path, x.At.String(), x.Problem))
	}
	if more > 0 {
		list = append(list, moreFaults(more))
	}
	return errors.Join(list...)
}

func newFault(path, source string, problem message.Message) *mutasi.Fault {
	return &mutasi.Fault{Path: path, Source: source, Problem: problem.Text(), Code: problem.Template.Code, Args: problem.Args}
}

// maxFaults bounds how many faults one error lists; the rest is counted.
const maxFaults = 100

// joinFaults joins at most maxFaults faults and says how many more there are.
func joinFaults(list []error) error {
	if len(list) > maxFaults {
		list = append(list[:maxFaults:maxFaults], moreFaults(len(list)-maxFaults))
	}
	return errors.Join(list...)
}

func moreFaults(n int) error { return fmt.Errorf("and %d more faults", n) }
