package mutasi

import (
	"fmt"
	"time"
)

// formatTime writes a time as files hold it: a date where the time is midnight
// UTC, else an instant; nothing for the zero time.
func formatTime(t time.Time) string {
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

// parseTime reads what formatTime writes.
func parseTime(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return t, nil
	}
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is not a date (want YYYY-MM-DD, or an instant like 2024-05-01T08:00:00+07:00)", text)
	}
	return t, nil
}
