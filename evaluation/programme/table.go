package programme

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/mutasi-go/mutasi"
)

// truth reads a yes or no. An empty text is no; ok is false for other texts.
func truth(s string) (value, ok bool) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "true", "1", "yes", "ya":
		return true, true
	case "false", "0", "no", "tidak", "":
		return false, true
	}
	return false, false
}

// A table is a CSV file with a header.
type table struct {
	name     string
	header   []string
	rows     []tableRow
	problems []error
}

type tableRow struct {
	line  int
	cells []string // as many as the header has
}

// readTable reads a CSV file. The error is that of the reader, or joins the faults
// of its text.
func readTable(r io.Reader, name string) (*table, error) {
	if r == nil {
		return nil, fmt.Errorf("programme: the reader of %s is nil; open the file first", name)
	}
	t := &table{name: name}
	in := csv.NewReader(r)
	in.FieldsPerRecord = -1
	for {
		record, err := in.Read()
		if err == io.EOF {
			break
		}
		var text *csv.ParseError
		if errors.As(err, &text) {
			t.fault(text.Line, "", "%v", text.Err)
			break // what follows an open quote cannot be told apart
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		line, _ := in.FieldPos(0)
		switch {
		case t.header == nil:
			record[0] = strings.TrimPrefix(record[0], "\ufeff")
			for i := range record {
				record[i] = strings.TrimSpace(record[i])
			}
			t.header = record
		case len(record) != len(t.header):
			t.fault(line, "", "%d cells under a header of %d", len(record), len(t.header))
		default:
			t.rows = append(t.rows, tableRow{line, record})
		}
	}
	if t.header == nil && len(t.problems) == 0 {
		t.fault(1, "", "the file is empty; the first line names the columns")
	}
	return t, joinFaults(t.problems)
}

func (t *table) fault(line int, column, format string, args ...any) {
	source := t.name + ":" + strconv.Itoa(line)
	if column != "" {
		source += ": column " + strconv.Quote(column)
	}
	t.problems = append(t.problems, &mutasi.Fault{Source: source, Problem: fmt.Sprintf(format, args...)})
}

// columns fills in at, which has a key per known column and −1 for it, with the
// places of the columns in the header.
func (t *table) columns(at map[string]int) {
	for i, name := range t.header {
		switch k, known := at[name]; {
		case !known:
			t.fault(1, name, "unknown column")
		case k >= 0:
			t.fault(1, name, "column given twice")
		default:
			at[name] = i
		}
	}
}

// maxFaults bounds how many faults one error lists; the rest is counted.
const maxFaults = 100

// joinFaults joins at most maxFaults faults and says how many more there are.
func joinFaults(list []error) error {
	if len(list) > maxFaults {
		list = append(list[:maxFaults:maxFaults], fmt.Errorf("and %d more faults", len(list)-maxFaults))
	}
	return errors.Join(list...)
}
