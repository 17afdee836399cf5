package programme

import (
	"fmt"
	"io"

	"github.com/mutasi-go/mutasi/evaluation/internal/fault"
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
	var list fault.List
	for _, x := range found {
		if x.Err != nil {
			list.AddError(x.Err)
			continue
		}
		list.Add(x.Path, x.At.String(), x.Problem)
	}
	list.Count(more)
	return list.Err()
}
