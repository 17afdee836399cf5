package table

import "github.com/mutasi-go/mutasi/internal/message"

// Templates lists the messages of this package.
var Templates message.List

// Faults of files, of their text, of their header and of their rows.
var (
	isDirectory  = Templates.New("file-is-directory", "is a directory; a CSV file of this name is expected")
	utf16        = Templates.New("file-utf16", "is in UTF-16; save it as CSV in UTF-8")
	emptyFile    = Templates.New("file-empty", "is empty; the first line names the columns: {columns}")
	missingFiles = Templates.New("files-missing", "not in the folder; it must hold {required}, and may hold {optional}; a file without data has its header line only")

	openQuote       = Templates.New("quote-open", "opens a quote that is never closed; close it, or double it if it belongs to the text")
	textBehindQuote = Templates.New("quote-text-behind", "has text behind its closing quote; double the quotes that belong to the text")
	quoteInCell     = Templates.New("quote-in-cell", "has a quote inside an unquoted cell; put the cell in quotes and double the quotes inside it")
	carriageReturn  = Templates.New("carriage-return", "has a carriage return inside an unquoted cell; put the cell in quotes, and end lines with LF or CRLF")
	notUTF8         = Templates.New("cell-not-utf8", "{text:q} is not valid UTF-8; save the file as UTF-8")

	// headerText has the text of another template in it: the header is one line,
	// whose columns have no name yet.
	headerText = map[*message.Template]*message.Template{
		openQuote:       Templates.New("header-quote-open", "cell {cell} of the header "+openQuote.Text),
		textBehindQuote: Templates.New("header-quote-text-behind", "cell {cell} of the header "+textBehindQuote.Text),
		quoteInCell:     Templates.New("header-quote-in-cell", "cell {cell} of the header "+quoteInCell.Text),
		carriageReturn:  Templates.New("header-carriage-return", "cell {cell} of the header "+carriageReturn.Text),
	}

	headerNotUTF8  = Templates.New("column-not-utf8", "is not valid UTF-8; save the file as UTF-8")
	columnRepeated = Templates.New("column-repeated", "appears twice; remove one of the two columns")
	columnUnknown  = Templates.New("column-unknown", "is unknown; the columns are {columns}")
	columnMissing  = Templates.New("column-missing", "is missing; the columns are {columns}")
	cellCount      = Templates.New("cell-count", "has {cells} cells where the header has {columns}; is a separator inside a cell that is not quoted?")
)

// Faults of cells.
var (
	emptyNumber      = Templates.New("number-empty", "is empty; give a number")
	emptyWhole       = Templates.New("whole-number-empty", "is empty; give a whole number")
	groupedThousands = Templates.New("number-grouped", "{value:q} groups thousands; write the number without them")
	mixedDecimals    = Templates.New("decimal-signs-mixed", "{value:q} has another decimal sign than line {line}; use either 2.5 or 2,5 in the whole file, and do not group thousands")
	numberTooLarge   = Templates.New("number-too-large", "{value:q} is too large a number")
	notNumber        = Templates.New("not-number", "{value:q} is not a number; write it like 2.5")
	notFinite        = Templates.New("number-not-finite", "{value:q} is not a finite number; leave unknown values out")
	zeroFactor       = Templates.New("factor-zero", "{value} would count as 1; leave the cell empty for 1, or give a number above 0")
	outsideRange     = Templates.New("number-outside-range", "is {value}; give a number from 0 to {most}")
	notWhole         = Templates.New("not-whole-number", "{value:q} is not a whole number")
	notFlag          = Templates.New("not-flag", "{value:q} is neither true nor false")
	notDate          = Templates.New("not-date", "{value:q} is not a date (want YYYY-MM-DD, or an instant like 2024-05-01T08:00:00+07:00)")
)
