package table

import (
	"bufio"
	"bytes"
	"io"

	"github.com/mutasi-go/mutasi/internal/message"
)

// A cell is one field of a record.
type cell struct {
	text   []byte // valid until the next record is read
	quoted bool
}

// A recordScanner splits CSV text into records. Unlike encoding/csv it keeps
// carriage returns inside quotes, tells an empty cell from a quoted empty
// one, goes on after a malformed record and allocates nothing per record.
type recordScanner struct {
	in     *bufio.Reader
	comma  byte
	line   int    // on which the record starts
	next   int    // line that is read next
	joined []byte // a record longer than one line or than the reader's buffer
	cells  []cell
}

func newRecordScanner(r io.Reader) *recordScanner {
	s := &recordScanner{in: bufio.NewReaderSize(r, 1<<16), comma: ',', next: 1}
	if mark, _ := s.in.Peek(3); bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		s.in.Discard(3)
	}
	return s
}

// A recordError is a fault in the text of a record; reading can go on behind it.
type recordError struct {
	line    int
	cell    int // number of the cell in its record, from 0
	problem *message.Template
}

func (e *recordError) Error() string { return e.problem.Text }

// detectComma chooses the separator that the first line holds most often
// outside quotes.
func (s *recordScanner) detectComma() {
	head, _ := s.in.Peek(s.in.Size())
	var count [256]int
	quoted, blank := false, true
	for _, c := range head {
		if c == '"' {
			quoted = !quoted
		}
		if quoted {
			continue
		}
		if c == '\n' && !blank {
			break
		}
		blank = blank && (c == ' ' || c == '\r' || c == '\n')
		count[c]++
	}
	for _, c := range []byte{';', '\t'} {
		if count[c] > count[s.comma] {
			s.comma = c
		}
	}
}

// scan reads the next record that is not empty into s.cells. The error is
// io.EOF at the end, a *recordError, or one of the reader.
func (s *recordScanner) scan() error {
	for {
		s.line = s.next
		text, open, err := s.readRecord()
		if err != nil {
			return err
		}
		if open {
			return s.unclosed(text)
		}
		if err := s.split(text); err != nil {
			return err
		}
		for _, c := range s.cells {
			if len(c.text) > 0 {
				return nil
			}
		}
	}
}

// unclosed reports the cell in which the file ends.
func (s *recordScanner) unclosed(text []byte) error {
	s.cells = s.cells[:0]
	var state quoteState
	for i, c := range text {
		if c == s.comma && state != inQuotes {
			s.cells = append(s.cells, cell{})
		}
		state = state.after(text[i:i+1], s.comma)
	}
	return s.fail(openQuote)
}

// readRecord returns the next line or, where a quoted cell spans lines, lines,
// and whether the last quote is still open at the end of the file.
func (s *recordScanner) readRecord() (text []byte, open bool, err error) {
	var state quoteState
	s.joined = s.joined[:0]
	for {
		part, err := s.in.ReadSlice('\n')
		if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
			return nil, false, err
		}
		state = state.after(part, s.comma)
		if err == nil {
			s.next++
		}
		if err == nil && !state.open() && len(s.joined) == 0 {
			return part, false, nil // nearly always: no copy
		}
		s.joined = append(s.joined, part...)
		switch {
		case err == io.EOF && len(s.joined) == 0:
			return nil, false, io.EOF
		case err == io.EOF, err == nil && !state.open():
			return s.joined, state.open(), nil
		}
	}
}

// A quoteState says where in a cell a record has been cut.
type quoteState uint8

const (
	cellStart quoteState = iota
	unquoted             // or behind the closing quote
	inQuotes
	behindQuote // which closed the cell or begins a doubled one
)

func (q quoteState) open() bool { return q == inQuotes }

// after returns the state behind text.
func (q quoteState) after(text []byte, comma byte) quoteState {
	if (q == cellStart || q == unquoted) && bytes.IndexByte(text, '"') < 0 {
		if n := len(text); n > 0 && text[n-1] != comma {
			return unquoted
		}
		return cellStart
	}
	for _, c := range text {
		switch {
		case q == inQuotes:
			if c == '"' {
				q = behindQuote
			}
		case c == '"' && (q == cellStart || q == behindQuote):
			q = inQuotes
		case c == comma:
			q = cellStart
		default:
			q = unquoted
		}
	}
	return q
}

// split cuts a complete record into cells and unescapes quotes in place.
func (s *recordScanner) split(text []byte) error {
	s.cells = s.cells[:0]
	if n := len(text); n > 0 && text[n-1] == '\n' {
		text = text[:n-1]
	}
	if n := len(text); n > 0 && text[n-1] == '\r' {
		text = text[:n-1]
	}
	for i := 0; ; i++ { // behind a separator
		end, quoted := i, i < len(text) && text[i] == '"'
		if quoted {
			w := i // unescaped text goes to text[i:w]
			for end = i + 1; ; end++ {
				if text[end] == '"' {
					if end+1 == len(text) || text[end+1] != '"' {
						break
					}
					end++
				}
				text[w] = text[end]
				w++
			}
			s.cells = append(s.cells, cell{text[i:w], true})
			end++
			if end < len(text) && text[end] != s.comma {
				s.cells = s.cells[:len(s.cells)-1]
				return s.fail(textBehindQuote)
			}
		} else {
			for end < len(text) && text[end] != s.comma {
				switch text[end] {
				case '"':
					return s.fail(quoteInCell)
				case '\r':
					return s.fail(carriageReturn)
				}
				end++
			}
			s.cells = append(s.cells, cell{text[i:end], false})
		}
		if end == len(text) {
			return nil
		}
		i = end
	}
}

func (s *recordScanner) fail(problem *message.Template) error {
	return &recordError{line: s.line, cell: len(s.cells), problem: problem}
}
