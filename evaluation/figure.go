package evaluation

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Figure is a number in a report that may be undefined. The zero value is the
// number 0. Figures are comparable.
type Figure struct {
	Value     float64 // finite; 0 where the figure is undefined
	Undefined Reason  // why there is no number; "" where there is one
}

// Reason says why a figure is undefined. It is a code that reports translate.
type Reason string

// The reasons for which figures are undefined.
const (
	NoValues        Reason = "no values"              // nobody, no unit, no answer to measure
	ZeroMean        Reason = "mean is zero"           // a relative measure has nothing to refer to
	ZeroBase        Reason = "divisor is zero"        // a ratio without a denominator
	NoVariance      Reason = "no variance"            // all values are equal
	TooFew          Reason = "too few values"         // fewer than the method needs
	SmallCell       Reason = "group too small"        // fewer people than the minimum cell size
	NobodyConcerned Reason = "concerns nobody"        // the event could happen to nobody in the group, such as a wish met where nobody has a wish
	NotFinite       Reason = "not finite"             // the result exceeds what a number can hold
	NoOverlap       Reason = "no common strata"       // no stratum holds both groups
	NotPossible     Reason = "not identified"         // the data cannot tell the effects apart
	NotPart         Reason = "not part of the method" // the method computes no such figure
)

// Defined reports whether the figure is a number.
func (f Figure) Defined() bool { return f.Undefined == "" }

// String returns the shortest decimal form of the number, or "undefined" and
// the reason.
func (f Figure) String() string {
	if !f.Defined() {
		return "undefined (" + string(f.Undefined) + ")"
	}
	return strconv.FormatFloat(f.Value, 'g', -1, 64)
}

// Format implements [fmt.Formatter]. A defined figure prints as its float64
// does. An undefined one prints the word undefined at the given width, and with
// %s and %v the reason, too.
func (f Figure) Format(s fmt.State, verb rune) {
	switch {
	case verb == 's' || verb == 'v' && !f.Defined():
		fmt.Fprintf(s, strings.TrimSuffix(fmt.FormatString(s, verb), string(verb))+"s", f.String())
	case f.Defined():
		fmt.Fprintf(s, fmt.FormatString(s, verb), f.Value)
	default:
		width, _ := s.Width()
		if s.Flag('-') {
			width = -width
		}
		fmt.Fprintf(s, "%*s", width, "undefined")
	}
}

// MarshalJSON writes the number, or null where there is none.
func (f Figure) MarshalJSON() ([]byte, error) {
	if !f.Defined() {
		return []byte("null"), nil
	}
	return json.Marshal(f.Value)
}

// figure returns x as a Figure. why is the reason where x is NaN.
func figure(x float64, why Reason) Figure {
	switch {
	case math.IsNaN(x):
		return Figure{Undefined: why}
	case math.IsInf(x, 0):
		return Figure{Undefined: NotFinite}
	}
	return Figure{Value: x}
}

func undefined(why Reason) Figure { return Figure{Undefined: why} }

// ratio returns a/b, undefined where b is 0.
func ratio(a, b float64) Figure {
	if b == 0 {
		return undefined(ZeroBase)
	}
	return figure(a/b, NotFinite)
}

func share(part, whole int) Figure {
	if whole == 0 {
		return undefined(NoValues)
	}
	return Figure{Value: float64(part) / float64(whole)}
}

func formatFloat(x float64, decimals int) string {
	s := strconv.FormatFloat(x, 'f', decimals, 64)
	if strings.Trim(s, "-0.") == "" {
		s = strings.TrimPrefix(s, "-") // −0 is 0
	}
	return s
}
