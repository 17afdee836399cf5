package table

import (
	"time"

	"github.com/mutasi-go/mutasi/internal/message"
)

// FormatTime writes a time as files hold it: a date where the time is midnight
// UTC, else an instant; nothing for the zero time.
func FormatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	if _, offset := t.Zone(); offset%60 != 0 {
		t = t.UTC() // RFC 3339 has no seconds in an offset
	}
	if _, offset := t.Zone(); offset == 0 && t.Equal(t.UTC().Truncate(24*time.Hour)) {
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339Nano)
}

// ParseTime reads what FormatTime writes. If it cannot, ok is false and the
// message says why.
func ParseTime(text string) (t time.Time, problem message.Message, ok bool) {
	if text == "" {
		return time.Time{}, problem, true
	}
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return t, problem, true
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return time.Time{}, notDate.With(text), false
	}
	return t, problem, true
}
