package competency

import (
	"testing"

	"pgregory.net/rapid"
)

// The quotient is that of whole numbers, also where the dividend is next to a
// multiple of the divisor and beyond what float64 tells apart.
func TestQuotient(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		divisor := rapid.Int64Range(1, Full).Draw(t, "divisor")
		dividend := rapid.Int64Range(0, 2*Full-1).Draw(t, "multiple")*divisor + rapid.Int64Range(-2, 2).Draw(t, "off")
		if dividend = max(0, dividend); quotient(dividend, divisor) != dividend/divisor {
			t.Fatalf("%d/%d is %d, want %d", dividend, divisor, quotient(dividend, divisor), dividend/divisor)
		}
	})
}
