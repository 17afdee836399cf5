package mutasi

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Cause says what forbids something: a rule, a decision about one person, the
// seats of a post, a limit. It is data, so that an error, an explanation, a
// report and a record all show the same reason, author and date.
type Cause struct {
	Constraint string    // name of the rule or constraint, such as "two years in post"
	Reason     string    // why, for the person concerned; "": none was given
	Author     string    // who answers for it; "": none was given
	On         time.Time // day on which it was in force, without its time of day; zero: none was given
}

// String returns the cause as part of a sentence, such as
//
//	two years in post (PP 11/2017 art. 190(3); set by the personnel office; as in force on 2024-07-01)
//
// Fields that are empty are left out.
func (c Cause) String() string {
	var parts []string
	for _, text := range []string{c.Constraint, c.Reason} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	if len(parts) == 0 {
		parts = append(parts, "a constraint without a name")
	}
	if c.Author != "" {
		parts = append(parts, "set by "+c.Author)
	}
	if day := formatDay(c.On); day != "" {
		parts = append(parts, "as in force on "+day)
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return parts[0] + " (" + strings.Join(parts[1:], "; ") + ")"
}

// Equal reports whether both causes have the same texts and the same day. The
// time of day does not count, nor does a zone: the day is the one that
// String shows.
func (c Cause) Equal(d Cause) bool {
	return c.Constraint == d.Constraint && c.Reason == d.Reason && c.Author == d.Author && formatDay(c.On) == formatDay(d.On)
}

// causeJSON is a Cause as a JSON document.
type causeJSON struct {
	Constraint string `json:"constraint"`
	Reason     string `json:"reason,omitempty"`
	Author     string `json:"author,omitempty"`
	On         string `json:"on,omitempty"`
}

// MarshalJSON returns an object such as
//
//	{"constraint":"two years in post","author":"the personnel office","on":"2024-07-01"}
//
// Fields that are empty are left out, except the constraint. Text that is not
// UTF-8 and years outside 1 to 9999 are errors.
func (c Cause) MarshalJSON() ([]byte, error) {
	for _, field := range []struct{ name, text string }{
		{"constraint", c.Constraint}, {"reason", c.Reason}, {"author", c.Author},
	} {
		if !utf8.ValidString(field.text) {
			return nil, fmt.Errorf("mutasi: the %s of a cause, %q, is not valid UTF-8", field.name, field.text)
		}
	}
	if year := c.On.Year(); formatDay(c.On) != "" && (year < 1 || year > 9999) {
		return nil, fmt.Errorf("mutasi: cause %q is of the year %d; years go from 1 to 9999", c.Constraint, year)
	}
	return json.Marshal(causeJSON{c.Constraint, c.Reason, c.Author, formatDay(c.On)})
}

// UnmarshalJSON reads what MarshalJSON writes. The day becomes midnight in UTC.
func (c *Cause) UnmarshalJSON(data []byte) error {
	if c == nil {
		return fmt.Errorf("mutasi: a cause cannot be read into a nil *Cause")
	}
	var j causeJSON
	if err := json.Unmarshal(data, &j); err != nil {
		return fmt.Errorf("mutasi: cause: %w", err)
	}
	read := Cause{Constraint: j.Constraint, Reason: j.Reason, Author: j.Author}
	if j.On != "" {
		day, err := time.Parse(time.DateOnly, j.On)
		if err != nil {
			return fmt.Errorf("mutasi: the day %q of cause %q is not a date such as 2024-07-01", j.On, j.Constraint)
		}
		read.On = day
	}
	*c = read
	return nil
}

// formatDay returns the calendar day of t in its own zone, or "" for the zero
// time. The first day of the year 1 also gives "": written down, it cannot be
// told from the zero time.
func formatDay(t time.Time) string {
	day := t.Format(time.DateOnly)
	if t.IsZero() || day == "0001-01-01" {
		return ""
	}
	return day
}
